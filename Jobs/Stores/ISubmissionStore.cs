using Jobs.Submissions;

namespace Jobs.Stores;

/// <summary>
/// Stores what clients ask for: submissions, their jobs, cancellations, and reruns. When a call returns, its effect
/// survives the death of any process.
/// </summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface ISubmissionStore
{
    /// <summary>Stores a submission and its jobs; readers see all of them or none.</summary>
    /// <returns>
    /// The submission now stored: the given one, or the earlier one with the same
    /// <see cref="Submission.IdempotencyKey"/>, in which case no job is stored.
    /// </returns>
    ValueTask<Submission> AddAsync(Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken);

    /// <summary>Adds jobs to an existing submission; skips jobs whose key it already has.</summary>
    /// <returns>The given jobs that are now stored; none when the submission does not exist.</returns>
    ValueTask<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken);

    /// <summary>Cancels an open job, see <see cref="JobTransitions.Cancel"/>.</summary>
    /// <returns>The job as it is now, or null when it does not exist; unchanged if it had already ended.</returns>
    ValueTask<Job?> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Runs a failed or canceled job again, see <see cref="JobTransitions.Rerun"/>.</summary>
    /// <param name="id">The job.</param>
    /// <param name="now">Becomes <see cref="Job.RetriedAt"/>.</param>
    /// <param name="nextRelayAt">When the outbox relay publishes the job, unless the queue confirms it before.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The job as it is now, or null when it does not exist; unchanged if it was in another state.</returns>
    ValueTask<Job?> RetryAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken);

    /// <summary>Lets a waiting job run now, see <see cref="JobTransitions.Advance"/>.</summary>
    /// <param name="id">The job.</param>
    /// <param name="now">Becomes <see cref="Job.DueAt"/>.</param>
    /// <param name="nextRelayAt">When the outbox relay publishes the job, unless the queue confirms it before.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The job as it is now, or null when it does not exist; unchanged if it was in another state.</returns>
    ValueTask<Job?> AdvanceAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken);
}
