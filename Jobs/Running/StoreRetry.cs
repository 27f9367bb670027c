using Jobs.Failures;
using Jobs.Stores;
using Microsoft.Extensions.Logging;

namespace Jobs.Running;

/// <summary>Calls the store until it answers, within a limit.</summary>
public sealed partial class StoreRetry(
    TimeSpan limit, TimeProvider clock, RandomSource random, ILogger logger)
{
    /// <summary>
    /// Limit of the end of an attempt. Its lease is kept meanwhile, and after an outage the relay waits for renewals,
    /// so the work of hours is not lost to an outage of a minute.
    /// </summary>
    public static readonly TimeSpan EndLimit = TimeSpan.FromHours(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <exception cref="StoreUnavailableException">The store did not answer in that time.</exception>
    public async Task<T> CallAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (StoreUnavailableException error) when (clock.GetElapsedTime(started) < limit)
            {
                Log.StoreAway(logger, error.Message);
                await Task.Delay(
                    Backoff.Delay(attempt, FirstPause, LongestPause, random.NextDouble()), clock,
                    cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Waiting for the store: {Reason}")]
        public static partial void StoreAway(ILogger logger, string reason);
    }
}
