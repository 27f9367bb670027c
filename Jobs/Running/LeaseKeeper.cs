using System.Collections.Concurrent;
using Jobs.Stores;
using Jobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Running;

/// <summary>
/// Renews the leases of all running jobs in one call per turn, and cancels the jobs whose lease is lost.
/// </summary>
public sealed partial class LeaseKeeper(
    IClaimStore store, IOptions<JobsOptions> options, TimeProvider clock, StoreClock storeClock,
    ILogger<LeaseKeeper> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<Lease, CancellationTokenSource> held = new();
    private PeriodicTimer? timer;
    private volatile bool stopping;

    /// <summary>Number of jobs in flight in this process.</summary>
    public int Count => held.Count;

    /// <summary>
    /// Renews a lease until <see cref="Release"/>; cancels <paramref name="onLost"/> when it is lost.
    /// </summary>
    public void Keep(Lease lease, CancellationTokenSource onLost) => held[lease] = onLost;

    public bool Holds(Lease lease) => held.ContainsKey(lease);

    public void Release(Lease lease)
    {
        held.TryRemove(lease, out _);
        EndIfDrained();
    }

    public override void Dispose()
    {
        timer?.Dispose();
        base.Dispose();
    }

    // Leases are renewed while a shutdown drains: the loop ends after the stop and the last job.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        timer = new PeriodicTimer(options.Value.LeaseRenewal, clock);
        await using var stop = stoppingToken.Register(() =>
        {
            stopping = true;
            EndIfDrained();
        });
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
            await Periodic.TryAsync("The lease keeper", RenewAsync, logger, CancellationToken.None);
    }

    private void EndIfDrained()
    {
        if (stopping && held.IsEmpty)
            timer?.Dispose();
    }

    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        var leases = held.Keys.ToArray();
        if (leases.Length == 0)
            return;

        try
        {
            // Read now: another server with another clock may be the store since the last turn.
            var now = await storeClock.ReadAsync(cancellationToken);
            var lost = await store.RenewAsync(leases, now + options.Value.Lease, cancellationToken);
            foreach (var lease in lost)
            {
                if (held.TryRemove(lease, out var onLost))
                    Cancel(onLost);
            }
        }
        catch (StoreUnavailableException error)
        {
            // The next turn tries again; the fence rejects the completion of a lease that was lost meanwhile.
            Log.RenewalFailed(logger, leases.Length, error.Message);
        }
    }

    private void Cancel(CancellationTokenSource onLost)
    {
        try
        {
            onLost.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The job has just ended.
        }
#pragma warning disable CA1031 // A handler's reaction to its cancellation must not end the renewal of other leases.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.CancellationFailed(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Could not renew {Count} leases: {Reason}")]
        public static partial void RenewalFailed(ILogger logger, int count, string reason);

        [LoggerMessage(2, LogLevel.Error, "A handler threw an exception when its lease was lost and its job canceled")]
        public static partial void CancellationFailed(ILogger logger, Exception error);
    }
}
