using System.Collections.Concurrent;
using Jobs.Stores;
using Jobs.Time;

namespace Jobs.Running;

/// <summary>Claims jobs, and finds the claim whose answer was lost.</summary>
internal sealed class JobClaims(
    IClaimStore store, IJobReader reader, LeaseKeeper leases, WorkerName worker, StoreClock storeClock,
    StoreRetry storeRetry, JobsOptions options)
{
    private readonly ConcurrentDictionary<JobId, int> claiming = new();

    /// <summary>Claims a job, and keeps its lease until the caller releases it.</summary>
    /// <returns>Null when it cannot be claimed.</returns>
    public async Task<ClaimedJob?> ClaimAsync(
        JobId id, CancellationTokenSource onLost, CancellationToken cancellationToken)
    {
        claiming.AddOrUpdate(id, 1, (_, count) => count + 1);
        try
        {
            var isRepeated = false;
            var claimed = await storeRetry.CallAsync(
                async token =>
                {
                    var mayBeLost = isRepeated;
                    isRepeated = true;
                    return await ClaimOnceAsync(id, token) is { } job ? new ClaimedJob(job, IsResumed: false)
                        : mayBeLost && await FindAsync(id, token) is { } found ? new ClaimedJob(found, IsResumed: true)
                        : (ClaimedJob?)null;
                },
                cancellationToken);
            if (claimed is { Job: var kept })
                leases.Keep(new Lease(kept.Id, kept.Fence), onLost);
            return claimed;
        }
        finally
        {
            if (claiming.AddOrUpdate(id, 0, (_, count) => count - 1) <= 0)
                claiming.TryRemove(new KeyValuePair<JobId, int>(id, 0));
        }
    }

    private async ValueTask<Job?> ClaimOnceAsync(JobId id, CancellationToken cancellationToken)
    {
        var now = await storeClock.NowAsync(cancellationToken);
        return await store.ClaimAsync(id, worker.Value, now, now + options.Lease, cancellationToken);
    }

    /// <summary>
    /// Finds a claim of this process that nothing here holds: an earlier call took effect, and its answer was lost.
    /// </summary>
    private async ValueTask<Job?> FindAsync(JobId id, CancellationToken cancellationToken)
    {
        var job = await reader.GetAsync(id, cancellationToken);
        return job is { State: JobState.Running } && job.Owner == worker.Value
            && claiming.GetValueOrDefault(id) == 1 && !leases.Holds(new Lease(id, job.Fence))
                ? job
                : null;
    }
}

/// <summary>A job under a claim of this process.</summary>
/// <param name="Job">The job.</param>
/// <param name="IsResumed">True if an earlier attempt under the same claim may have come to its end.</param>
internal readonly record struct ClaimedJob(Job Job, bool IsResumed);
