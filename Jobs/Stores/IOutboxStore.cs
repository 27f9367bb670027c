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
    /// Takes jobs whose <see cref="Job.NextRelayAt"/> or <see cref="Job.LeaseExpiresAt"/> has come, longest waiting
    /// first, and moves each one's next turn, see <see cref="JobTransitions.Republish"/> and
    /// <see cref="JobTransitions.Expire"/>.
    /// </summary>
    /// <param name="now">Takes jobs with a turn at or before this.</param>
    /// <param name="republishDelay">
    /// Delay until the next turn, unless the queue confirms; doubles with each one.
    /// </param>
    /// <param name="limit">Maximum number of jobs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<IReadOnlyList<Job>> TakeForRelayAsync(
        DateTimeOffset now, TimeSpan republishDelay, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Gives every job that an earlier process left behind a turn at once, see <see cref="JobTransitions.Release"/> and
    /// <see cref="JobTransitions.ReleaseRunning"/>. For a process that owns the store alone, with a queue that died
    /// with the earlier process. Call it before consuming; never where another process may run jobs of this store.
    /// </summary>
    /// <returns>The number of jobs that got a turn.</returns>
    ValueTask<int> ReleaseAllAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
