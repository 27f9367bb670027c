using Jobs.Running;
using Jobs.Time;
using Microsoft.Extensions.Options;

namespace Jobs.Workers;

/// <summary>Describes this process as a worker.</summary>
public sealed class ThisWorker(
    WorkerName name,
    LeaseKeeper leases,
    IPartitionAssignment share,
    IOptions<JobsOptions> options,
    StoreClock clock,
    IWorkerDetails? details = null)
{
    /// <summary>
    /// Heartbeats until a worker counts as gone: a store that is slow for a moment must not make workers vanish.
    /// </summary>
    private const int MissedTurns = 4;

    private DateTimeOffset? startedAt;

    public string Name => name.Value;

    public WorkerReport Report()
    {
        var now = clock.Now;
        return new WorkerReport
        {
            Name = name.Value,
            StartedAt = startedAt ??= now,
            At = now,
            ExpiresAt = now + options.Value.WorkerReports * MissedTurns,
            InFlight = leases.Count,
            MaxInFlight = options.Value.MaxInFlight,
            MaxDownloads = options.Value.MaxDownloads,
            Share = share.Read(),
            Details = details?.Read(),
        };
    }
}
