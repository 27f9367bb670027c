using Jobs.Stores;

namespace Jobs.DeadLetters;

/// <summary>
/// Keeps dead letters until they are replayed or removed. The job decides if its dead letter stands, see
/// <see cref="DeadLetterReader"/>.
/// </summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IDeadLetterStore
{
    /// <summary>
    /// Adds a dead letter; replaces one with the same ID, or of the same job unless a later claim wrote that one.
    /// </summary>
    ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken);

    ValueTask<DeadLetter?> GetAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>
    /// Lists dead letters, newest first, each with the first <see cref="DeadLetter.ListedBytes"/> of its message. The
    /// cursor is the ID of the last item before the page.
    /// </summary>
    ValueTask<Page<DeadLetter>> ListAsync(int limit, Guid? after, CancellationToken cancellationToken);

    /// <returns>True if it existed.</returns>
    ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Removes the dead letter of a job, if there is one, unless a later claim wrote it.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="fence">The latest claim whose dead letter goes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask RemoveForJobAsync(JobId jobId, int fence, CancellationToken cancellationToken);

    /// <summary>Counts dead letters, with those left over that no list has met yet.</summary>
    ValueTask<int> CountAsync(CancellationToken cancellationToken);
}
