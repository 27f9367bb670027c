using Jobs.Pace;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Telemetry;
using Jobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Outbox;

/// <summary>
/// Publishes again what the queue may have missed: jobs accepted and never confirmed, retries that are due, jobs whose
/// worker died (<see cref="LeaseJudge"/>), and jobs queued for very long. The store selects them by <see cref="Job.NextRelayAt"/> and <see
/// cref="Job.LeaseExpiresAt"/>, so a queue that loses messages delays jobs and loses none. Also releases the jobs that
/// wait for a turn: <see cref="LaneDispatcher"/>.
/// </summary>
public sealed partial class OutboxRelay(
    IOutboxStore store,
    JobPublisher publisher,
    LaneDispatcher lanes,
    JobsTelemetry telemetry,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    StoreClock storeClock,
    LeaseJudge judge,
    ILogger<OutboxRelay> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Periodic.RunAsync(
            "The outbox relay", options.Value.RelayInterval, clock, DrainAsync, logger, stoppingToken),
        Periodic.RunAsync(
            "The judge of leases", judge.Interval, clock, async token => await judge.ProbeAsync(token), logger,
            stoppingToken));

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        // A full batch means that more is waiting; a queue that confirms nothing gets no more for now.
        while (await TurnAsync(cancellationToken) is (var taken, > 0) && taken == options.Value.RelayBatch)
        {
        }

        while (await ReleaseAsync(cancellationToken) is (var released, > 0) && released == options.Value.RelayBatch)
        {
        }
    }

    /// <summary>Releases waiting jobs whose turn has come, as far as the windows have room.</summary>
    /// <returns>The number of jobs released, and of those that the queue confirmed.</returns>
    internal async Task<(int Released, int Confirmed)> ReleaseAsync(CancellationToken cancellationToken)
    {
        var jobs = await lanes.TakeAsync(options.Value.RelayBatch, cancellationToken);
        return jobs.Count == 0 ? (0, 0) : (jobs.Count, await publisher.PublishAsync(jobs, cancellationToken));
    }

    /// <summary>Takes and publishes one batch.</summary>
    /// <returns>The number of jobs taken, and of those that the queue confirmed.</returns>
    internal async Task<(int Taken, int Confirmed)> TurnAsync(CancellationToken cancellationToken)
    {
        var now = await storeClock.ReadAsync(cancellationToken);
        var taken = await store.TakeForRelayAsync(
            new RelayTurn(now, options.Value.RepublishDelay, options.Value.RelayBatch)
            {
                LeasesEndedBy = judge.LeasesEndedBy(),
            },
            cancellationToken);
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
    }
}
