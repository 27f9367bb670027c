using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Transitions;
using Simulation.Faults;

namespace Simulation.Stores;

/// <summary>The outbox of the store in memory.</summary>
internal sealed partial class MemoryJobStore
{
    public ValueTask MarkQueuedAsync(
        IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay,
        CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            foreach (var job in jobs)
            {
                data.Apply(JobTransitions.Confirm, job.JobId, new TransitionArguments(now)
                {
                    Fence = job.Fence, Delay = redeliveryDelay,
                });
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<Job>> TakeForRelayAsync(RelayTurn turn, CancellationToken cancellationToken)
    {
        var arguments = new TransitionArguments(turn.Now) { Delay = turn.RepublishDelay };
        var leasesEndedBy = data.Mutant switch
        {
            Mutant.ExpiresRightAfterAnOutage => turn.Now,
            Mutant.ExpiresAnyLease => DateTimeOffset.MaxValue,
            Mutant.NeverExpires => null,
            _ => turn.LeasesEndedBy,
        };
        lock (data.Gate)
        {
            var due = new List<(DateTimeOffset At, Guid Id)>();
            foreach (var id in data.Open)
            {
                var job = data.Jobs[id];
                if (job.NextRelayAt <= turn.Now && data.Mutant is not Mutant.NeverRepublishes)
                    due.Add((job.NextRelayAt.Value, id.Value));
                else if (job.LeaseExpiresAt <= leasesEndedBy)
                    due.Add((job.LeaseExpiresAt.Value, id.Value));
            }

            due.Sort();
            return ValueTask.FromResult<IReadOnlyList<Job>>(
            [
                .. due.Take(turn.Limit).Select(one => TakeForRelay(new JobId(one.Id), arguments)).OfType<Job>()
                    .Select(job => job.WithoutDetails()),
            ]);
        }
    }

    private Job? TakeForRelay(JobId id, in TransitionArguments arguments) =>
        data.Apply(JobTransitions.Republish, id, arguments)
        ?? data.Apply(JobTransitions.Resume, id, arguments)
        ?? data.Apply(JobTransitions.Expire, id, arguments);

    public ValueTask<IReadOnlyList<JobLane>> ListLanesAsync(
        JobLane? after, int limit, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<JobLane>>(
            [
                .. Waiting().Select(job => job.Lane).Distinct().Order(LaneOrder)
                    .Where(lane => after is not { } last || LaneOrder.Compare(lane, last) > 0)
                    .Take(limit),
            ]);
        }
    }

    public ValueTask<IReadOnlyList<Job>> DispatchAsync(
        IReadOnlyList<(JobLane Lane, int Jobs)> lanes, DateTimeOffset now, TimeSpan republishDelay,
        CancellationToken cancellationToken)
    {
        var arguments = new TransitionArguments(now) { Delay = republishDelay };
        lock (data.Gate)
        {
            var taken = new List<Job>();
            foreach (var (lane, count) in lanes)
            {
                taken.AddRange(Waiting()
                    .Where(job => job.Lane == lane && job.WaitsSince <= now)
                    .OrderBy(job => job.Id.Value)
                    .Take(count)
                    .ToList()
                    .Select(job => data.Apply(JobTransitions.Dispatch, job.Id, arguments))
                    .OfType<Job>()
                    .Select(job => job.Brief()));
            }

            return ValueTask.FromResult<IReadOnlyList<Job>>(taken);
        }
    }

    public ValueTask<IReadOnlyList<WaitingCount>> CountWaitingAsync(CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<WaitingCount>>(
            [
                .. Waiting().GroupBy(job => (job.Priority, job.Kind))
                    .OrderBy(group => group.Key.Priority)
                    .ThenBy(group => group.Key.Kind, StringComparer.Ordinal)
                    .Select(group => new WaitingCount(
                        group.Key.Priority, group.Key.Kind, group.Count(),
                        group.Select(job => job.Client).Distinct().Count())),
            ]);
        }
    }

    public ValueTask<IReadOnlyDictionary<string, ReleasedJobs>> CountReleasedAsync(CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            var counts = new Dictionary<string, ReleasedJobs>(StringComparer.Ordinal);
            foreach (var id in data.Open)
            {
                var job = data.Jobs[id];
                var count = counts.GetValueOrDefault(job.Kind);
                if (job.State is JobState.Running)
                    counts[job.Kind] = count with { Running = count.Running + 1 };
                else if (job.State is not JobState.Retrying && job.WaitsSince is null)
                    counts[job.Kind] = count with { Waiting = count.Waiting + 1 };
            }

            return ValueTask.FromResult<IReadOnlyDictionary<string, ReleasedJobs>>(counts);
        }
    }

    public ValueTask<int> ReleaseAllAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var arguments = new TransitionArguments(now);
        lock (data.Gate)
        {
            return ValueTask.FromResult(data.Open.ToList().Count(id =>
                (data.Apply(JobTransitions.Release, id, arguments)
                    ?? data.Apply(JobTransitions.ReleaseRunning, id, arguments)) is not null));
        }
    }

    private static Comparer<JobLane> LaneOrder { get; } = Comparer<JobLane>.Create((left, right) =>
    {
        var byPriority = left.Priority.CompareTo(right.Priority);
        if (byPriority != 0)
            return byPriority;
        var byKind = string.CompareOrdinal(left.Kind, right.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(left.Client, right.Client);
    });

    private IEnumerable<Job> Waiting() =>
        data.Open.Select(id => data.Jobs[id]).Where(job => job.WaitsSince is not null);
}
