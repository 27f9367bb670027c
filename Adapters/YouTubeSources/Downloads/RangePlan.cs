namespace Adapters.YouTubeSources.Downloads;

/// <summary>
/// Represents the bytes <paramref name="From"/> to <paramref name="To"/> of a stream, both inclusive, as in HTTP.
/// </summary>
internal readonly record struct ByteRange(long From, long To)
{
    public long Length => To - From + 1;
}

/// <summary>Splits a stream into ranges. Pure.</summary>
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
