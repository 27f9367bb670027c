using Jobs.Stores;

namespace Jobs.DeadLetters;

/// <summary>Keeps dead letters until they are replayed or removed.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IDeadLetterStore
{
    /// <summary>Adds a dead letter; replaces one with the same ID, or of the same job.</summary>
    ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken);

    ValueTask<DeadLetter?> GetAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Lists dead letters, newest first, each with the first <see cref="DeadLetter.ListedBytes"/> of its message. The cursor
    /// is the ID of the last item before the page.
    /// </summary>
    ValueTask<Page<DeadLetter>> ListAsync(int limit, Guid? after, CancellationToken cancellationToken);

    /// <returns>True if it existed.</returns>
    ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Removes the dead letter of a job, if there is one.</summary>
    ValueTask RemoveForJobAsync(JobId jobId, CancellationToken cancellationToken);

    ValueTask<int> CountAsync(CancellationToken cancellationToken);
}
