namespace Jobs.Failures;

/// <summary>Exponential backoff with equal jitter: half of the delay is fixed, half is random.</summary>
public static class Backoff
{
    /// <param name="attempt">From 1.</param>
    /// <param name="baseDelay">The delay after the first attempt, before jitter.</param>
    /// <param name="maxDelay">No delay is longer.</param>
    /// <param name="random">A number in [0, 1).</param>
    public static TimeSpan Delay(int attempt, TimeSpan baseDelay, TimeSpan maxDelay, double random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);

        // 2^62 ticks is beyond any delay, so the exponent is bounded before the product can overflow.
        var exponent = Math.Min(attempt - 1, 40);
        var full = Math.Min(baseDelay.Ticks * Math.Pow(2, exponent), maxDelay.Ticks);
        return TimeSpan.FromTicks((long)(full / 2 + full / 2 * random));
    }
}
