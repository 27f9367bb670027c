using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Jobs.Workers;

/// <summary>What this process is as a worker, now.</summary>
public sealed class ThisWorker(
    WorkerName name, LeaseKeeper leases, IPartitionAssignment share, IOptions<JobsOptions> options, TimeProvider clock, IWorkerDetails? details = null)
{
    /// <summary>Turns that may be missed: a store that is slow for a moment shall not make workers vanish.</summary>
    private const int Turns = 4;

    private readonly DateTimeOffset startedAt = clock.GetUtcNow();

    public string Name => name.Value;

    public WorkerReport Report()
    {
        var now = clock.GetUtcNow();
        return new WorkerReport
        {
            Name = name.Value,
            StartedAt = startedAt,
            At = now,
            ExpiresAt = now + options.Value.WorkerReports * Turns,
            InFlight = leases.Count,
            MaxInFlight = options.Value.MaxInFlight,
            MaxDownloads = options.Value.MaxDownloads,
            Share = share.Read(),
            Details = details?.Read(),
        };
    }
}
