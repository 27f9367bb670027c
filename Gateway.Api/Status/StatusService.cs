using System.Diagnostics;
using System.Reflection;
using Extraction.Sources;
using Gateway.Api.Pausing;
using Gateway.Api.Submissions;
using Jobs.DeadLetters;
using Jobs.Disk;
using Jobs.Pace;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Time;
using Jobs.Workers;

namespace Gateway.Api.Status;

/// <summary>Reads the status of the whole system.</summary>
internal sealed class StatusService(
    IJobReader jobs, IDeadLetterStore deadLetters, IWorkerStore workers, SharedBudgets budgets, Pauses pauses,
    WaitingJobs waiting, IOutboxStore outbox, JobKinds kinds, IConfiguration configuration, TimeProvider clock,
    StoreClock storeClock, DiskFloor disk, ThisWorker? self = null)
{
    private static readonly string Version =
        typeof(StatusService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0] ?? "0";

    private static readonly DateTimeOffset Started = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    public async Task<StatusView> ReadAsync(CancellationToken cancellationToken)
    {
        // A gateway that runs jobs itself is the only worker, and stores no heartbeat.
        var reports = self is not null
            ? [self.Report()]
            : await workers.ListAsync(storeClock.Now, cancellationToken);
        var (shared, now) = await budgets.ListAsync(cancellationToken);
        var paused = await pauses.ReadAsync(cancellationToken);
        return new StatusView
        {
            Counts = CountsView.Of(await jobs.CountAllAsync(cancellationToken)),
            DeadLetters = await deadLetters.CountAsync(cancellationToken),
            InFlight = reports.Sum(report => report.InFlight),
            Workers = WorkersView.Of(reports),
            Lag = reports.Any(report => report.Share.Lag is not null)
                ? reports.Sum(report => report.Share.Lag ?? 0)
                : null,
            Sources =
            [
                .. SourceReport.Merge(reports.Select(report => report.Details))
                    .Select(source => source.With(shared, now) with
                    {
                        IsPaused = paused.Sources.Contains(source.Name),
                    }),
            ],
            Pauses = PausesView.Of(paused),
            Turns = await ReadTurnsAsync(shared, paused, now, cancellationToken),
            Disk = DiskView.Of(disk.Read()),
            Version = Version,
            Uptime = TimeSpan.FromSeconds(Math.Floor((clock.GetUtcNow() - Started).TotalSeconds)),
            DashboardUrl = configuration[$"{DashboardOptions.Section}:{nameof(DashboardOptions.Url)}"],
        };
    }

    private async Task<TurnsView> ReadTurnsAsync(
        IReadOnlyList<Budget> shared, PauseSet paused, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = await waiting.CountAsync(cancellationToken);
        var released = await outbox.CountReleasedAsync(cancellationToken);
        var asking = kinds.All.Where(kind => kind.AsksSources).Select(kind => kind.Name).ToHashSet();
        var forecast = Forecast.Of(
            shared, paused, [.. counts.Where(count => asking.Contains(count.Kind))],
            asking.Sum(kind => released.GetValueOrDefault(kind).Waiting), now);
        return TurnsView.Of(kinds, counts, forecast, paused);
    }
}
