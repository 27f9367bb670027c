using Jobs.Queues;

namespace Jobs.Stores;

/// <summary>
/// The transactional outbox: the jobs that the queue does not have, or may have lost. Of several relays, one gets a
/// job.
/// </summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IOutboxStore
{
    /// <summary>
    /// Marks jobs that the queue confirmed, see <see cref="JobTransitions.Confirm"/>. Leaves jobs in any other state
    /// alone, and jobs claimed since they were published: the queue does not hold the message they wait for now.
    /// </summary>
    ValueTask MarkQueuedAsync(
        IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay,
        CancellationToken cancellationToken);

    /// <summary>
    /// Takes jobs, without the payload, whose <see cref="Job.NextRelayAt"/> or <see cref="Job.LeaseExpiresAt"/> has come, longest waiting
    /// first, and moves each one's next turn, see <see cref="JobTransitions.Republish"/> and
    /// <see cref="JobTransitions.Expire"/>.
    /// </summary>
    ValueTask<IReadOnlyList<Job>> TakeForRelayAsync(RelayTurn turn, CancellationToken cancellationToken);

    /// <summary>Lists lanes with waiting jobs in order, without reading the jobs.</summary>
    /// <param name="after">The last lane of the page before; null for the first page.</param>
    /// <param name="limit">Maximum number of lanes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<IReadOnlyList<JobLane>> ListLanesAsync(JobLane? after, int limit, CancellationToken cancellationToken);

    /// <summary>Takes the oldest waiting jobs of lanes, see <see cref="JobTransitions.Dispatch"/>.</summary>
    /// <param name="lanes">The lanes, and the number of jobs to take from each.</param>
    /// <param name="now">Time of the dispatch.</param>
    /// <param name="republishDelay">Delay until the next turn, unless the queue confirms.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>
    /// The jobs, in the order of the lanes, as <see cref="Job.Brief"/> returns them: only the payload tells if a job
    /// needs a request of a source.
    /// </returns>
    ValueTask<IReadOnlyList<Job>> DispatchAsync(
        IReadOnlyList<(JobLane Lane, int Jobs)> lanes, DateTimeOffset now, TimeSpan republishDelay,
        CancellationToken cancellationToken);

    /// <summary>
    /// Counts the jobs that wait in lanes, by priority and kind. Reads an entry of an index for each, so callers keep
    /// the answer for a while: see <see cref="Pace.WaitingJobs"/>.
    /// </summary>
    ValueTask<IReadOnlyList<WaitingCount>> CountWaitingAsync(CancellationToken cancellationToken);

    /// <summary>Counts the jobs of each kind that are released to the queue and have not ended.</summary>
    ValueTask<IReadOnlyDictionary<string, ReleasedJobs>> CountReleasedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Gives every job that an earlier process left behind a turn at once, see <see cref="JobTransitions.Release"/> and
    /// <see cref="JobTransitions.ReleaseRunning"/>. For a process that owns the store alone, with a queue that died
    /// with the earlier process. Call it before consuming; never where another process may run jobs of this store.
    /// </summary>
    /// <returns>The number of jobs that got a turn.</returns>
    ValueTask<int> ReleaseAllAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Jobs of one kind that are released to the queue and have not ended.</summary>
/// <param name="Waiting">Jobs that no worker has claimed; jobs that wait for a retry do not count.</param>
/// <param name="Running">Jobs that a worker runs.</param>
public readonly record struct ReleasedJobs(int Waiting, int Running)
{
    public int Count => Waiting + Running;
}

/// <summary>Jobs of one priority and kind that wait in their lanes.</summary>
/// <param name="Priority">The priority.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Jobs">Number of jobs.</param>
/// <param name="Clients">Number of clients that they belong to.</param>
public readonly record struct WaitingCount(JobPriority Priority, string Kind, int Jobs, int Clients);
