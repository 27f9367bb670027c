using Jobs.Running;
using Jobs.Stores;
using Jobs.Time;
using Jobs.Workers;
using Microsoft.Extensions.Options;

namespace Jobs.Pace;

/// <summary>
/// Reads from the store how many jobs of each kind workers and the budgets of the sources can take within a few
/// seconds.
/// </summary>
public sealed class WindowReader(
    IOutboxStore store,
    JobKinds kinds,
    IOptions<JobsOptions> options,
    StoreClock clock,
    Pauses pauses,
    IRecordStore? records = null,
    IWorkerStore? workers = null)
{
    /// <summary>Room of a kind that is paused: not even an urgent job is released.</summary>
    internal const int Closed = int.MinValue / 2;

    /// <summary>Number of lanes read to know which ones have waiting jobs.</summary>
    internal const int MaxLanes = 256;

    /// <summary>Window of the jobs that ask sources while no worker reported its sources yet.</summary>
    private const int UnknownRoom = 64;

    /// <summary>
    /// Time for which the budgets are released ahead: two seconds, and one more that hides the interval of the relay.
    /// </summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(3);

    private readonly SharedBudgets? budgets = records is null ? null : new SharedBudgets(records);

    internal async Task<WindowReading> ReadAsync(CancellationToken cancellationToken)
    {
        var released = await store.CountReleasedAsync(cancellationToken);
        var waiting = await store.ListLanesAsync(null, MaxLanes, cancellationToken);
        var places = workers is null ? [] : await workers.ListAsync(clock.Now, cancellationToken);
        var downloads = places.Count == 0 ? options.Value.MaxDownloads : places.Sum(worker => worker.MaxDownloads);
        var paused = await pauses.ReadAsync(cancellationToken);
        var asked = await AskedRoomAsync(released, paused, Math.Max(1, places.Count), cancellationToken);
        return new WindowReading(kinds.All.ToDictionary(kind => kind.Name, RoomOf, StringComparer.Ordinal), waiting);

        int RoomOf(JobKind kind)
        {
            var count = released.GetValueOrDefault(kind.Name).Count;
            var room = kind.Weight is JobWeight.Heavy ? downloads * 2 - count : options.Value.MaxReleased - count;
            return paused.Holds(kind.Name) ? Closed : kind.AsksSources ? Math.Min(room, asked) : room;
        }
    }

    /// <summary>Returns how many jobs the sources can serve soon, beyond those that wait for them already.</summary>
    private async Task<int> AskedRoomAsync(
        IReadOnlyDictionary<string, ReleasedJobs> released, PauseSet paused, int workerCount,
        CancellationToken cancellationToken)
    {
        if (budgets is null)
            return int.MaxValue;

        var (all, now) = await budgets.ListAsync(cancellationToken);
        var live = all.Where(budget => now - budget.SeenAt < Budget.ReportLife).ToList();
        var open = live.Where(budget => !paused.Sources.Contains(budget.Key.Source)).ToList();
        var available = live.Count == 0 ? UnknownRoom : open.Sum(budget => RoomOf(budget, now, workerCount));
        long waiting = live.Sum(budget => budget.WaitingAt(now))
            + kinds.All.Where(kind => kind.AsksSources)
                .Sum(kind => (long)released.GetValueOrDefault(kind.Name).Waiting);
        return available == 0 ? Closed : (int)Math.Clamp(available - waiting, Closed, int.MaxValue / 2);
    }

    private static long RoomOf(Budget budget, DateTimeOffset now, int workerCount)
    {
        long requests = budget.AvailableAt(now, Ahead);

        // Jobs go to any worker: while one has its turn, the next full call collects at each of the others.
        return requests == 0 || budget.JobsPerRequest == 1
            ? requests
            : (requests + workerCount - 1) * budget.JobsPerRequest;
    }
}
