namespace Adapters.YouTubeSources.Downloads;

/// <summary>Bytes <paramref name="From"/> to <paramref name="To"/> of a stream, both included, as in HTTP.</summary>
internal readonly record struct ByteRange(long From, long To)
{
    public long Length => To - From + 1;
}

/// <summary>Cuts a stream into ranges. Pure.</summary>
internal static class RangePlan
{
    public static IEnumerable<ByteRange> Cut(long totalBytes, long rangeBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(totalBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(rangeBytes, 1);
        for (var from = 0L; from < totalBytes; from += rangeBytes)
            yield return new ByteRange(from, Math.Min(from + rangeBytes, totalBytes) - 1);
    }
}
