using Jobs.Stores;

namespace Jobs.Pace;

/// <summary>Finds jobs that need no source because the store has their results.</summary>
/// <exception cref="StoreUnavailableException">The store cannot be reached in time.</exception>
public interface IStoredResults
{
    /// <summary>Returns those of the jobs that can be served without asking a source.</summary>
    ValueTask<IReadOnlySet<JobId>> FindAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken);
}
