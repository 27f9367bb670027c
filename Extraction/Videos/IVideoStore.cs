using Extraction.Links;
using Jobs.Stores;

namespace Extraction.Videos;

/// <summary>Stores one document per video.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IVideoStore
{
    /// <summary>Stores a document and replaces an older one; a document fetched later is kept.</summary>
    ValueTask UpsertAsync(Video video, CancellationToken cancellationToken);

    /// <summary>Gets a document.</summary>
    /// <returns>Null when there is none.</returns>
    ValueTask<Video?> GetAsync(VideoId id, CancellationToken cancellationToken);

    /// <summary>Gets the documents that exist, in no particular order. At most 1,000 IDs.</summary>
    ValueTask<IReadOnlyList<Video>> GetManyAsync(IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken);

    /// <summary>Gets the times at which documents that exist were fetched. At most 2,000 IDs.</summary>
    ValueTask<IReadOnlyDictionary<VideoId, DateTimeOffset>> GetFetchTimesAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken);

    /// <summary>Gets a page of documents, most recently fetched first.</summary>
    /// <param name="text">
    /// Text to find anywhere in title, author, or ID, ignoring case; <c>%</c> and <c>_</c> are ordinary characters.
    /// Null for all documents.
    /// </param>
    /// <param name="limit">Maximum number of documents, 1 to 1,000.</param>
    /// <param name="cursor">Cursor from an earlier page; a malformed one returns the first page.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<Page<Video>> SearchAsync(string? text, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Deletes a document.</summary>
    /// <returns>True when it existed.</returns>
    ValueTask<bool> DeleteAsync(VideoId id, CancellationToken cancellationToken);

    /// <summary>Counts all documents.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellationToken);
}
