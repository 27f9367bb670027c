using System.Collections.Concurrent;
using Jobs.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Running;

/// <summary>
/// Renews the leases of all running jobs in one call a turn, and tells a job whose lease is lost to stop.
/// </summary>
public sealed partial class LeaseKeeper(
    IClaimStore store, IOptions<JobsOptions> options, TimeProvider clock, ILogger<LeaseKeeper> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<Lease, CancellationTokenSource> held = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool stopping;

    /// <summary>Jobs in work in this process.</summary>
    public int Count => held.Count;

    /// <summary>
    /// Keeps a lease until <see cref="Release"/>; <paramref name="onLost"/> is cancelled when it is lost.
    /// </summary>
    public void Keep(Lease lease, CancellationTokenSource onLost) => held[lease] = onLost;

    public void Release(Lease lease)
    {
        held.TryRemove(lease, out _);
        EndIfDrained();
    }

    // Leases are kept through the drain of a shutdown: this ends when it is told to stop and the last job has ended.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stop = stoppingToken.Register(() =>
        {
            stopping = true;
            EndIfDrained();
        });
        using var timer = new PeriodicTimer(options.Value.LeaseRenewal, clock);
        while (await Task.WhenAny(timer.WaitForNextTickAsync(CancellationToken.None).AsTask(), drained.Task) != drained.Task)
            await RenewAsync(CancellationToken.None);
    }

    private void EndIfDrained()
    {
        if (stopping && held.IsEmpty)
            drained.TrySetResult();
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
                    await TellAsync(onLost);
            }
        }
        catch (StoreUnavailableException error)
        {
            // The next turn tries again; a lease that runs out meanwhile is fenced off at completion.
            Log.RenewalFailed(logger, leases.Length, error.Message);
        }
    }

    private async Task TellAsync(CancellationTokenSource onLost)
    {
        try
        {
            await onLost.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The job ended in this very moment.
        }
#pragma warning disable CA1031 // What a handler does when it is told to stop must not end the keeping of the others' leases.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.TellingFailed(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Could not renew {Count} leases: {Reason}")]
        public static partial void RenewalFailed(ILogger logger, int count, string reason);

        [LoggerMessage(2, LogLevel.Error, "A handler failed when it was told that its lease is lost")]
        public static partial void TellingFailed(ILogger logger, Exception error);
    }
}
