using Jobs.Running;
using Jobs.Stores;
using Jobs.Time;
using Jobs.Workers;
using Microsoft.Extensions.Options;

namespace Jobs.Pace;

/// <summary>
/// Knows how many jobs of each kind may be released to the queue: what workers and the budgets of the sources can take
/// within a few seconds. Reads the store about once a second, and counts in between. Thread-safe.
/// </summary>
public sealed class ReleaseWindow(
    IOutboxStore store,
    JobKinds kinds,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    StoreClock storeClock,
    Pauses pauses,
    IRecordStore? records = null,
    IWorkerStore? workers = null) : IDisposable
{
    /// <summary>Jobs released beyond the budgets, so that an urgent one need not wait for the relay.</summary>
    internal const int UrgentRoom = 8;

    /// <summary>Window of the jobs that ask sources while no worker reported its sources yet.</summary>
    private const int UnknownRoom = 64;

    /// <summary>Room of a kind that is paused: not even an urgent job is released.</summary>
    private const int Closed = int.MinValue / 2;

    /// <summary>Number of lanes read to know which ones have waiting jobs.</summary>
    private const int MaxLanes = 256;

    /// <summary>
    /// Time for which the budgets are released ahead: two seconds, and one more that hides the interval of the relay.
    /// </summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(3);

    /// <summary>Age of a report at which the worker's sources no longer count.</summary>
    private static readonly TimeSpan BudgetLife = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ReadingLife = TimeSpan.FromSeconds(1);

    private readonly SharedBudgets? budgets = records is null ? null : new SharedBudgets(records);
    private readonly SemaphoreSlim reading = new(1, 1);
    private readonly Lock gate = new();
    private Dictionary<string, int> rooms = [];
    private HashSet<JobLane> lanes = [];
    private long readAt;

    /// <summary>Releases jobs while their windows have room and nobody waits before them; the rest waits.</summary>
    /// <returns>The jobs in the same order; those that wait have <see cref="Job.WaitsSince"/>.</returns>
    public async ValueTask<IReadOnlyList<Job>> PlaceAsync(
        IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        await RefreshAsync(cancellationToken);
        lock (gate)
        {
            for (var i = 0; i < jobs.Count; i++)
            {
                if (!TryTake(jobs[i].Lane))
                    return [.. jobs.Take(i), .. jobs.Skip(i).Select(Place)];
            }

            return jobs;
        }

        Job Place(Job job) => TryTake(job.Lane) ? job : job with { NextRelayAt = null, WaitsSince = storeClock.Now };
    }

    /// <summary>Reads the windows and the lanes unless that was done lately.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        if (IsFresh)
            return;

        await reading.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh)
                await ReadAsync(cancellationToken);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Returns the room of each kind.</summary>
    internal IReadOnlyDictionary<string, int> Rooms()
    {
        lock (gate)
            return new Dictionary<string, int>(rooms, StringComparer.Ordinal);
    }

    /// <summary>Counts jobs that were released.</summary>
    internal void Took(IReadOnlyList<Job> jobs)
    {
        lock (gate)
        {
            foreach (var (kind, count) in jobs.CountBy(job => job.Kind))
                rooms[kind] = rooms.GetValueOrDefault(kind) - count;
        }
    }

    public void Dispose() => reading.Dispose();

    private bool IsFresh => Volatile.Read(ref readAt) is var at and not 0 && clock.GetElapsedTime(at) < ReadingLife;

    private bool TryTake(JobLane lane)
    {
        var room = rooms.GetValueOrDefault(lane.Kind);
        if (!lanes.Contains(lane))
        {
            // Somebody else's bulk does not wait in front of an urgent job.
            var isUrgent = lane.Priority is JobPriority.Interactive;
            var mustWait = lanes.Any(other =>
                other.Kind == lane.Kind && (!isUrgent || other.Priority is JobPriority.Interactive));
            if (!mustWait && room > (isUrgent ? -UrgentRoom : 0))
            {
                rooms[lane.Kind] = room - 1;
                return true;
            }

            if (lanes.Count < MaxLanes)
                lanes.Add(lane);
        }

        return false;
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var released = await store.CountReleasedAsync(cancellationToken);
        var waiting = await store.ListLanesAsync(null, MaxLanes, cancellationToken);
        var places = workers is null ? [] : await workers.ListAsync(storeClock.Now, cancellationToken);
        var downloads = places.Count == 0 ? options.Value.MaxDownloads : places.Sum(worker => worker.MaxDownloads);
        var paused = await pauses.ReadAsync(cancellationToken);
        var asked = await AskedRoomAsync(released, paused, cancellationToken);
        var next = kinds.All.ToDictionary(
            kind => kind.Name,
            kind =>
            {
                var count = released.GetValueOrDefault(kind.Name).Count;
                var room = kind.Weight is JobWeight.Heavy ? downloads * 2 - count : options.Value.MaxReleased - count;
                return paused.Holds(kind.Name) ? Closed : kind.AsksSources ? Math.Min(room, asked) : room;
            },
            StringComparer.Ordinal);
        lock (gate)
        {
            (rooms, lanes) = (next, [.. waiting]);
            readAt = clock.GetTimestamp() is var now and not 0 ? now : 1;
        }
    }

    /// <summary>Returns how many jobs the sources can serve soon, beyond those that wait for them already.</summary>
    private async Task<int> AskedRoomAsync(
        IReadOnlyDictionary<string, ReleasedJobs> released, PauseSet paused, CancellationToken cancellationToken)
    {
        if (budgets is null)
            return int.MaxValue;

        var (all, now) = await budgets.ListAsync(cancellationToken);
        var live = all.Where(budget => now - budget.SeenAt < BudgetLife).ToList();
        long available = live.Count == 0
            ? UnknownRoom
            : live.Where(budget => !paused.Sources.Contains(budget.Key.Source))
                .Sum(budget => (long)budget.AvailableAt(now, Ahead) * budget.JobsPerRequest);
        long waiting = live.Sum(budget => budget.WaitingAt(now))
            + kinds.All.Where(kind => kind.AsksSources)
                .Sum(kind => (long)released.GetValueOrDefault(kind.Name).Waiting);
        return available == 0 ? Closed : (int)Math.Clamp(available - waiting, Closed, int.MaxValue / 2);
    }
}
