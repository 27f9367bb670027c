using Jobs.Stores;
using Jobs.Time;
using Microsoft.Extensions.Options;

namespace Jobs.Pace;

/// <summary>
/// Takes waiting jobs from their lanes in fair turns, as far as the windows have room. Of all processes, one does so at
/// a time; another one takes over when it dies.
/// </summary>
public sealed class LaneDispatcher(
    IOutboxStore store,
    ReleaseWindow window,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    StoreClock storeClock,
    IRecordStore? records = null)
{
    /// <summary>Lanes that one turn adds to those known: each is one step in an index.</summary>
    private const int LanesPerTurn = 256;

    /// <summary>Bound of the lanes that take turns; the others follow when these are empty.</summary>
    private const int MaxLanes = 20_000;

    private readonly RelayLease? lease = records is null ? null : new RelayLease(records, clock);
    private readonly LaneTurns turns = new(options.Value.ClientWeights);
    private readonly SortedSet<JobLane> known = new(LaneOrder.Instance);
    private JobLane? cursor;

    /// <summary>Takes jobs whose turn has come.</summary>
    /// <param name="limit">Maximum number of jobs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask<IReadOnlyList<Job>> TakeAsync(int limit, CancellationToken cancellationToken)
    {
        if (lease is not null && !await lease.TryHoldAsync(cancellationToken))
            return [];

        // Reading the lanes costs a step in an index for each, and most turns of a long backlog have no room.
        await window.RefreshAsync(cancellationToken);
        if (!window.MayRelease())
            return [];

        await FindLanesAsync(cancellationToken);
        var taken = new List<Job>();
        while (taken.Count < limit)
        {
            var choice = turns.Choose(known, window.Rooms(), limit - taken.Count);
            if (choice.Count == 0)
                break;
            var jobs = await store.DispatchAsync(
                choice, storeClock.Now, options.Value.RepublishDelay, cancellationToken);
            await window.TookAsync(jobs, cancellationToken);
            taken.AddRange(jobs);
            Forget(choice, jobs);
        }

        return taken;
    }

    /// <summary>Gives the lease to another process at once.</summary>
    public ValueTask LeaveAsync(CancellationToken cancellationToken) =>
        lease?.LeaveAsync(cancellationToken) ?? default;

    /// <summary>Reads the first lanes, which are the urgent ones, and in turn some of the others.</summary>
    private async Task FindLanesAsync(CancellationToken cancellationToken)
    {
        var first = await store.ListLanesAsync(null, LanesPerTurn, cancellationToken);
        Add(first);
        if (first.Count < LanesPerTurn)
        {
            cursor = null;
            return;
        }

        var next = await store.ListLanesAsync(cursor ?? first[^1], LanesPerTurn, cancellationToken);
        Add(next);
        cursor = next.Count == LanesPerTurn ? next[^1] : null;
    }

    private void Add(IReadOnlyList<JobLane> lanes)
    {
        foreach (var lane in lanes)
        {
            if (known.Count < MaxLanes)
                known.Add(lane);
        }
    }

    /// <summary>Forgets the lanes that had fewer jobs than asked: they are empty.</summary>
    private void Forget(IReadOnlyList<(JobLane Lane, int Jobs)> choice, IReadOnlyList<Job> jobs)
    {
        var counts = jobs.CountBy(job => job.Lane).ToDictionary();
        foreach (var (lane, asked) in choice)
        {
            if (counts.GetValueOrDefault(lane) >= asked)
                continue;
            known.Remove(lane);
            turns.Forget(lane);
            window.Emptied(lane);
        }
    }

    /// <summary>Sorts lanes as the store does.</summary>
    private sealed class LaneOrder : IComparer<JobLane>
    {
        public static LaneOrder Instance { get; } = new();

        public int Compare(JobLane x, JobLane y)
        {
            var byPriority = x.Priority.CompareTo(y.Priority);
            if (byPriority != 0)
                return byPriority;
            var byKind = string.CompareOrdinal(x.Kind, y.Kind);
            return byKind != 0 ? byKind : string.CompareOrdinal(x.Client, y.Client);
        }
    }
}
