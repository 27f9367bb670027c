using Extraction.Media;

namespace Adapters.YouTubeSources.Downloads;

/// <summary>
/// Cancels a connection that delivers nothing, or too little, for <see cref="MediaOptions.StallTimeout"/>. Used by one
/// range.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private readonly MediaOptions options;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stalled;
    private readonly CancellationTokenSource either;
    private long windowStart;
    private long windowBytes;

    public StallWatch(MediaOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        (this.options, this.clock) = (options, clock);
        stalled = new CancellationTokenSource(options.StallTimeout, clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(stalled.Token, cancellationToken);
        windowStart = clock.GetTimestamp();
    }

    public CancellationToken Token => either.Token;

    public string Reason { get; private set; } = "The connection stalled.";

    public void Saw(int bytes)
    {
        stalled.CancelAfter(options.StallTimeout);
        windowBytes += bytes;
        var elapsed = clock.GetElapsedTime(windowStart);
        if (elapsed < options.StallTimeout)
            return;

        if (windowBytes < options.MinBytesPerSecond * elapsed.TotalSeconds)
        {
            Reason = $"The connection was slower than {options.MinBytesPerSecond} bytes per second.";
            stalled.Cancel();
        }

        (windowStart, windowBytes) = (clock.GetTimestamp(), 0);
    }

    public void Dispose()
    {
        either.Dispose();
        stalled.Dispose();
    }
}
