using Jobs.Failures;
using Jobs.Stores;
using Microsoft.Extensions.Logging;

namespace Jobs.Running;

/// <summary>
/// Calls the store until it answers, for at most two leases: beyond that another worker may have the job, and the
/// outbox relay has it in any case.
/// </summary>
internal sealed partial class StoreRetry(
    JobsOptions options, TimeProvider clock, RandomSource random, ILogger logger)
{
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
            catch (StoreUnavailableException error) when (clock.GetElapsedTime(started) < options.Lease * 2)
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
