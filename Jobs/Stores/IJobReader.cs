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

    /// <summary>Lists a page of jobs in the order of <see cref="JobQuery"/>.</summary>
    ValueTask<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken);
}
