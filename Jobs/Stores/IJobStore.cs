using Jobs.Queues;
using Jobs.Submissions;

namespace Jobs.Stores;

/// <summary>
/// The truth about submissions and jobs. Every change of a job's state is one conditional update, so any number of
/// processes may call at once; when a call returns, its effect survives the death of any process.
/// </summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IJobStore
{
    /// <summary>Stores a submission and its jobs, all or nothing as far as anyone can see.</summary>
    /// <returns>
    /// The submission now stored: the given one, or the earlier one with the same <see
    /// cref="Submission.IdempotencyKey"/>, in which case no job is stored.
    /// </returns>
    ValueTask<Submission> AddAsync(Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken);

    /// <summary>Adds jobs to a submission that exists; jobs whose key it already has are left out.</summary>
    /// <returns>Those of the given jobs that are now stored; none when there is no such submission.</returns>
    ValueTask<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken);

    /// <summary>
    /// The queue has these jobs: Accepted, Queued, or Retrying and due → Queued, with the relay's next turn at
    /// now + redeliveryDelay × 2^relays, at most 64 × redeliveryDelay. A job in any other state is left as it is, and
    /// so is one that was claimed since it was published: what it waits for by then is not on the queue.
    /// <see cref="Job.DueAt"/> is cleared.
    /// </summary>
    ValueTask MarkQueuedAsync(
        IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a job for a worker: Accepted, Queued, Retrying and due, or Running with an expired lease → Running, with
    /// <see cref="Job.Attempt"/> and <see cref="Job.Fence"/> one higher and <see cref="Job.DueAt"/> cleared.
    /// </summary>
    /// <returns>
    /// The job with its payload, or null when it is not to be had: finished, claimed, not due, unknown.
    /// </returns>
    ValueTask<Job?> ClaimAsync(
        JobId id, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>Extends leases.</summary>
    /// <returns>The leases that are lost: another claim was made, or the job was cancelled.</returns>
    ValueTask<IReadOnlyList<Lease>> RenewAsync(
        IReadOnlyList<Lease> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>Ends an attempt, if the lease is still the job's latest claim and the job is Running.</summary>
    /// <returns>False when the lease was lost; nothing was changed then.</returns>
    /// <remarks>
    /// A lease that expired but that nobody took over still holds. Success clears <see cref="Job.Failure"/>; the stages
    /// are those of this attempt, and the result is absent unless it succeeded.
    /// </remarks>
    ValueTask<bool> CompleteAsync(Lease lease, Completion completion, CancellationToken cancellationToken);

    /// <summary>
    /// Takes up to <paramref name="limit"/> jobs whose <see cref="Job.RelayAt"/> has come, the longest waiting first,
    /// and moves each one's next turn, so that of two relays only one gets it. Running ones, whose lease has therefore
    /// expired, become Retrying and due. <see cref="Job.Relays"/> is one higher.
    /// </summary>
    /// <param name="now">Jobs with a turn at or before this are taken.</param>
    /// <param name="republishDelay">
    /// The next turn is now + republishDelay × 2^relays (relays before this turn), at most 8 × republishDelay, unless
    /// the queue confirms.
    /// </param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<Job>> TakeForRelayAsync(
        DateTimeOffset now, TimeSpan republishDelay, int limit, CancellationToken cancellationToken);

    /// <summary>Makes an open job Cancelled.</summary>
    /// <returns>The job as it is now, or null when there is none; it is unchanged if it had already ended.</returns>
    ValueTask<Job?> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Failed or Cancelled → Accepted, with attempts and relays back at 0 and a turn for the relay at <paramref
    /// name="relayAt"/>.
    /// </summary>
    /// <returns>The job as it is now, or null when there is none; it is unchanged if it was in another state.</returns>
    /// <remarks>
    /// <see cref="Job.RetriedAt"/> is <paramref name="now"/>; failure, due and finish times are cleared; <see
    /// cref="Job.Fence"/> is kept.
    /// </remarks>
    ValueTask<Job?> RetryAsync(
        JobId id, DateTimeOffset now, DateTimeOffset relayAt, CancellationToken cancellationToken);

    /// <summary>
    /// For a process that owns the store alone, with a queue that died with the process before: gives every job that
    /// an earlier process left a turn for the relay at once. Accepted and Queued ones stay what they are; Running ones
    /// become Retrying and due, and the attempt that was cut off is not counted. Called before anything is consumed;
    /// never where another process may run jobs of this store.
    /// </summary>
    /// <returns>How many jobs got a turn.</returns>
    ValueTask<int> ReleaseAllAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The job with everything that is known of it.</summary>
    ValueTask<Job?> GetAsync(JobId id, CancellationToken cancellationToken);

    ValueTask<Submission?> GetSubmissionAsync(SubmissionId id, CancellationToken cancellationToken);

    /// <summary>Newest first. The cursor is the id of the last item before the page.</summary>
    ValueTask<Page<Submission>> ListSubmissionsAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken);

    /// <summary>
    /// Submissions whose <see cref="Submission.Webhook"/> is there, oldest first, after the given one.
    /// </summary>
    ValueTask<IReadOnlyList<Submission>> ListWebhooksAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken);

    /// <summary>Clears the <see cref="Submission.Webhook"/> of a submission.</summary>
    /// <returns>Whether it was there: of several callers one is told so.</returns>
    ValueTask<bool> TakeWebhookAsync(SubmissionId id, CancellationToken cancellationToken);

    ValueTask<SubmissionCounts> CountAsync(SubmissionId id, CancellationToken cancellationToken);

    /// <summary>Counts over all submissions, for queue depth.</summary>
    ValueTask<SubmissionCounts> CountAllAsync(CancellationToken cancellationToken);

    /// <summary>A page of jobs in the order of <see cref="JobQuery"/>.</summary>
    ValueTask<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>Whether the store answers: for health.</summary>
    ValueTask PingAsync(CancellationToken cancellationToken);
}
