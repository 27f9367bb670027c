using Jobs.Submissions;

namespace Jobs.Stores;

/// <summary>Reads submissions and jobs.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IJobReader
{
    /// <summary>Reads a job with its payload, stages, and result.</summary>
    ValueTask<Job?> GetAsync(JobId id, CancellationToken cancellationToken);

    ValueTask<Submission?> GetSubmissionAsync(SubmissionId id, CancellationToken cancellationToken);

    /// <summary>Lists submissions, newest first. The cursor is the ID of the last item before the page.</summary>
    ValueTask<Page<Submission>> ListSubmissionsAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken);

    ValueTask<SubmissionCounts> CountAsync(SubmissionId id, CancellationToken cancellationToken);

    /// <summary>Counts the jobs of all submissions, for queue depth.</summary>
    ValueTask<SubmissionCounts> CountAllAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Lists a page of jobs in the order of <see cref="JobQuery"/>. A page may end before its limit, so that only
    /// <see cref="Page{T}.Next"/> tells the end of the list.
    /// </summary>
    ValueTask<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>Lists the states of a submission's jobs of one kind, oldest first, without reading the jobs.</summary>
    /// <param name="id">The submission.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="after">The last job of the page before; null for the first page.</param>
    /// <param name="limit">Maximum number of jobs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<IReadOnlyList<JobStatus>> ListStatesAsync(
        SubmissionId id, string kind, JobId? after, int limit, CancellationToken cancellationToken);
}
