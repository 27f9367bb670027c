using Jobs.Events;

namespace Extraction.Media;

/// <summary>
/// Limits progress reports to two per second, and always passes on the last one of a stage. Thread-safe.
/// </summary>
internal sealed class ProgressGate(Action<Progress> report, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private long last = clock.GetTimestamp() - clock.TimestampFrequency;

    public void Bytes(string stage, long bytes, long? total) =>
        Offer(bytes == total, () => new Progress(stage, total is > 0 ? (double)bytes / total : null, bytes, total));

    public void Fraction(string stage, double fraction) =>
        Offer(fraction >= 1, () => new Progress(stage, Math.Clamp(fraction, 0, 1)));

    private void Offer(bool isLast, Func<Progress> make)
    {
        var seen = Interlocked.Read(ref last);
        if (!isLast && clock.GetElapsedTime(seen) < Pause)
            return;

        // One of several concurrent threads wins.
        if (Interlocked.CompareExchange(ref last, clock.GetTimestamp(), seen) == seen || isLast)
            report(make());
    }
}
