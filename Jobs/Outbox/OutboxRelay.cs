using Jobs.Queues;
using Jobs.Stores;
using Jobs.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Outbox;

/// <summary>
/// Puts on the queue again what the queue may have missed: jobs accepted and never confirmed, retries that are due,
/// jobs whose worker died, jobs queued for very long. The store says which (<see cref="Job.NextRelayAt"/>); a queue that
/// forgets therefore delays jobs and loses none.
/// </summary>
public sealed partial class OutboxRelay(
    IOutboxStore store,
    JobPublisher publisher,
    JobsTelemetry telemetry,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    ILogger<OutboxRelay> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RelayInterval, clock);
        do
        {
            try
            {
                // A full batch means that more is waiting; a queue that confirms nothing gets no more for now.
                while (await TurnAsync(stoppingToken) is (var taken, > 0) && taken == options.Value.RelayBatch)
                {
                }
            }
            catch (StoreUnavailableException error)
            {
                Log.StoreAway(logger, error.Message);
            }
#pragma warning disable CA1031 // The relay is what everything else relies on: it outlives a bug in one turn.
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Log.TurnFailed(logger, error);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One turn.</summary>
    /// <returns>How many jobs were taken, and how many of them the queue confirmed.</returns>
    internal async Task<(int Taken, int Confirmed)> TurnAsync(CancellationToken cancellationToken)
    {
        var taken = await store.TakeForRelayAsync(
            clock.GetUtcNow(), options.Value.RepublishDelay, options.Value.RelayBatch, cancellationToken);
        if (taken.Count == 0)
            return (0, 0);

        var confirmed = await publisher.PublishAsync(taken, cancellationToken);
        telemetry.Relayed(taken.Count);
        Log.Relayed(logger, taken.Count, confirmed);
        return (taken.Count, confirmed);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Relayed {Count} jobs, of which the queue confirmed {Confirmed}")]
        public static partial void Relayed(ILogger logger, int count, int confirmed);

        [LoggerMessage(2, LogLevel.Warning, "The relay waits for the store: {Reason}")]
        public static partial void StoreAway(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Error, "A turn of the relay failed")]
        public static partial void TurnFailed(ILogger logger, Exception error);
    }
}
