using System.Collections.Concurrent;
using Jobs.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Running;

/// <summary>Renews the leases of all running jobs in one call a turn, and tells a job whose lease is lost to stop.</summary>
public sealed partial class LeaseKeeper(
    IJobStore store, IOptions<JobsOptions> options, TimeProvider clock, ILogger<LeaseKeeper> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<Lease, CancellationTokenSource> held = new();

    /// <summary>Jobs in work in this process.</summary>
    public int Count => held.Count;

    /// <summary>Keeps a lease until <see cref="Release"/>; <paramref name="onLost"/> is cancelled when it is lost.</summary>
    public void Keep(Lease lease, CancellationTokenSource onLost) => held[lease] = onLost;

    public void Release(Lease lease) => held.TryRemove(lease, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leases are kept through the drain of a shutdown, which ends before the host's services are disposed:
        // so the timer ends with Dispose, not with the stopping token.
        using var timer = new PeriodicTimer(options.Value.LeaseRenewal, clock);
        while (await NextTurnAsync(timer, stoppingToken))
            await RenewAsync(CancellationToken.None);
    }

    private async ValueTask<bool> NextTurnAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(held.IsEmpty ? stoppingToken : CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        var leases = held.Keys.ToArray();
        if (leases.Length == 0)
            return;

        try
        {
            var lost = await store.RenewAsync(leases, clock.GetUtcNow() + options.Value.Lease, cancellationToken);
            foreach (var lease in lost)
            {
                if (held.TryRemove(lease, out var onLost))
                    await onLost.CancelAsync();
            }
        }
        catch (StoreUnavailableException error)
        {
            // The next turn tries again; a lease that runs out meanwhile is fenced off at completion.
            Log.RenewalFailed(logger, leases.Length, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Could not renew {Count} leases: {Reason}")]
        public static partial void RenewalFailed(ILogger logger, int count, string reason);
    }
}
