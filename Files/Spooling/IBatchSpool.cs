using Files.Preparation;
using Jobs.Stores;
using Jobs.Submissions;

namespace Files.Spooling;

/// <summary>
/// Holds accepted files until all of their batches are stored as jobs. A kept file survives the death of any process,
/// and any process that reaches the spool can claim it.
/// </summary>
/// <remarks>
/// A claim ends with its process, or a while after it. A second process may then feed the same file: that costs time
/// and does no harm, because batches have fixed IDs.
/// </remarks>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method, here and of the returned objects, when the spool cannot be reached in time.
/// </exception>
public interface IBatchSpool
{
    /// <summary>Opens a new file, claimed by the caller.</summary>
    ValueTask<ISpoolWriter> CreateAsync(SubmissionId id, CancellationToken cancellationToken);

    /// <summary>Claims the oldest kept file that no process holds.</summary>
    /// <param name="except">Files to leave out.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Null if there is none.</returns>
    ValueTask<ISpooledFile?> ClaimAsync(IReadOnlySet<SubmissionId> except, CancellationToken cancellationToken);

    /// <summary>Counts the kept files, up to a limit.</summary>
    ValueTask<int> CountAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Removes files that their writer left without keeping or deleting them.</summary>
    /// <returns>The number of removed files.</returns>
    ValueTask<int> RemoveAbandonedAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Writes one file of the spool. Disposing ends the claim: a file that is not kept is removed, a kept one can be
/// claimed.
/// </summary>
public interface ISpoolWriter : IAsyncDisposable
{
    /// <summary>Adds batches after the earlier ones.</summary>
    /// <param name="batches">Number of batches.</param>
    /// <param name="lines">The batches, each as a line of UTF-8 that ends with a line feed.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask AddAsync(int batches, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the file with all of its batches: when this returns, they survive the death of any process.
    /// </summary>
    ValueTask KeepAsync(PreparedFile file, CancellationToken cancellationToken);

    /// <summary>Deletes the file, kept or not.</summary>
    ValueTask DeleteAsync(CancellationToken cancellationToken);
}

/// <summary>A claim on a kept file. Disposing ends the claim.</summary>
public interface ISpooledFile : IAsyncDisposable
{
    PreparedFile File { get; }

    /// <summary>Reads the batches in order, from the first that is not marked, a page at a time.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    IAsyncEnumerable<SpoolPage> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Records that the batches up to the end of a page are stored, and extends the claim.</summary>
    /// <returns>False when the claim is lost; nothing changes then.</returns>
    ValueTask<bool> MarkAsync(SpoolPage page, CancellationToken cancellationToken);

    /// <summary>Deletes the file.</summary>
    /// <returns>False when the claim is lost; nothing changes then.</returns>
    ValueTask<bool> DeleteAsync(CancellationToken cancellationToken);
}
