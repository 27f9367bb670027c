using System.Globalization;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Workers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Jobs.Starting;

/// <summary>
/// Holds a store on a server for the only process that runs its jobs: without a broker, a process takes every claim at
/// its start, so no other may run any. Does for such a store what <see cref="DataFolderLock"/> does for a folder, by a
/// lease that is renewed until the process stops.
/// </summary>
public sealed partial class StoreOwner(
    IRecordStore records, IWorkerStore workers, WorkerName name, TimeProvider clock, IHostApplicationLifetime host,
    ILogger<StoreOwner> logger) : BackgroundService
{
    private const string Name = "owner";

    private bool isHeld;

    /// <summary>Time for which a process that was killed delays the next one.</summary>
    internal TimeSpan Life { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes the store, or waits for the lease of a process that was killed.</summary>
    /// <exception cref="CannotStartException">Another process runs jobs of the store; the message names it.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached in time.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (isHeld)
            return;

        var first = await TryHoldAsync(cancellationToken);
        for (var holder = first; holder is not null; holder = await TryHoldAsync(cancellationToken))
        {
            if (holder != first)
            {
                throw new CannotStartException(
                    $"The store is in use by {holder.Value.Owner}, which runs its jobs alone: stop that process, set "
                    + "ConnectionStrings:kafka for both, or set ConnectionStrings:links to another database.");
            }

            await Task.Delay(Life / 20, clock, cancellationToken);
        }

        isHeld = true;
        var (_, now) = await records.ReadAsync(Name, cancellationToken);
        if (await workers.ListAsync(now, cancellationToken) is not [var worker, ..])
            return;

        await LeaveAsync(cancellationToken);
        throw new CannotStartException(
            $"The worker {worker.Name} runs jobs of the store: set ConnectionStrings:kafka to its brokers, stop it, or "
            + "set ConnectionStrings:links to another database.");
    }

    /// <summary>Gives the store to the next process at once.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (!isHeld)
            return;
        isHeld = false;
        await records.ChangeAsync(
            Name,
            (record, _) => Holder.Read(record) is { } holder && holder.Owner == name.Value
                ? (null, true)
                : (record, false),
            cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await LeaveAsync(cancellationToken);
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            // The lease ends by itself.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodic.RunAsync(
        "The owner of the store", Life / 4, clock, RenewAsync, logger, stoppingToken);

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (!isHeld || await TryHoldAsync(cancellationToken) is not { } other)
            return;

        // The other one has taken the claims of this process.
        Log.Lost(logger, other.Owner);
        isHeld = false;
        host.StopApplication();
    }

    /// <summary>Takes or extends the lease.</summary>
    /// <returns>The process that holds it; null for this one.</returns>
    private ValueTask<Holder?> TryHoldAsync(CancellationToken cancellationToken) => records.ChangeAsync(
        Name,
        (record, now) => Holder.Read(record) is { } holder && holder.Owner != name.Value && holder.Until > now
            ? (record, holder)
            : (new Holder(name.Value, now + Life).ToString(), (Holder?)null),
        cancellationToken);

    private readonly record struct Holder(string Owner, DateTimeOffset Until)
    {
        public static Holder? Read(string? record) => record?.Split(' ') is [var owner, var ticks]
            ? new Holder(owner, new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero))
            : null;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Owner} {Until.UtcTicks}");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Critical,
            "This process stops: {Owner} runs the jobs of the store since its lease on the store ended")]
        public static partial void Lost(ILogger logger, string owner);
    }
}
