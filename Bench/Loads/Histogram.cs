using System.Numerics;

namespace Bench.Loads;

/// <summary>
/// Counts of durations in buckets whose width is a thousandth of their value, so that a percentile is right to three
/// digits however long the tail. Any thread may record.
/// </summary>
internal sealed class Histogram
{
    /// <summary>Values below 2^11 microseconds have a bucket each; above, each doubling has 2^10 buckets.</summary>
    private const int ExactBits = 11;

    private const int BucketsADoubling = 1 << (ExactBits - 1);

    /// <summary>2^36 microseconds are nineteen hours.</summary>
    private const int MaxBits = 36;

    private readonly long[] counts = new long[(MaxBits - ExactBits + 2) * BucketsADoubling];
    private long count;
    private long sum;
    private long max;

    public long Count => Interlocked.Read(ref count);

    public TimeSpan Max => TimeSpan.FromMicroseconds(Interlocked.Read(ref max));

    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(
        (double)Interlocked.Read(ref sum) / Count);

    public void Record(TimeSpan duration)
    {
        var value = Math.Clamp((long)Math.Round(duration.TotalMicroseconds), 0, (1L << MaxBits) - 1);
        Interlocked.Increment(ref counts[IndexOf(value)]);
        Interlocked.Increment(ref count);
        Interlocked.Add(ref sum, value);
        for (var seen = Interlocked.Read(ref max); value > seen;)
            seen = Interlocked.CompareExchange(ref max, value, seen) is var found && found == seen ? value : found;
    }

    /// <param name="share">0 to 1.</param>
    /// <returns>The duration that this share of all did not exceed; zero when there are none.</returns>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var below = 0L;
        for (var index = 0; index < counts.Length; index++)
        {
            below += Interlocked.Read(ref counts[index]);
            if (below >= rank)
                return TimeSpan.FromMicroseconds(Math.Min(HighestOf(index), Interlocked.Read(ref max)));
        }

        return Max;
    }

    private static int IndexOf(long value)
    {
        var doublings = Math.Max(0, BitOperations.Log2((ulong)value | 1) + 1 - ExactBits);
        return (doublings * BucketsADoubling) + (int)(value >> doublings);
    }

    private static long HighestOf(int index)
    {
        if (index < 2 * BucketsADoubling)
            return index;
        var doublings = (index / BucketsADoubling) - 1;
        return ((long)(index - (doublings * BucketsADoubling) + 1) << doublings) - 1;
    }
}
