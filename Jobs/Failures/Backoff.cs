namespace Jobs.Failures;

/// <summary>Computes exponential backoff with equal jitter: half of the delay is fixed, half is random.</summary>
public static class Backoff
{
    /// <param name="attempt">The number of the attempt, from 1.</param>
    /// <param name="baseDelay">Delay after the first attempt, before jitter.</param>
    /// <param name="maxDelay">Maximum delay.</param>
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
