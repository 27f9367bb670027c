using Extraction.Links;
using Jobs.Stores;

namespace Extraction.Videos;

/// <summary>Keeps one document a video.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IVideoStore
{
    /// <summary>
    /// Stores the document under its id, in place of an older one; one fetched later is not replaced.
    /// </summary>
    ValueTask UpsertAsync(Video video, CancellationToken cancellationToken);

    ValueTask<Video?> GetAsync(VideoId id, CancellationToken cancellationToken);

    /// <summary>Those of the ids that are stored, in no order. At most 1,000 ids.</summary>
    ValueTask<IReadOnlyList<Video>> GetManyAsync(IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Newest fetched first. <paramref name="text"/>, if given, is found anywhere in title, author or id, whatever the
    /// case; <c>%</c> and <c>_</c> in it are plain characters.
    /// </summary>
    /// <param name="text">What to search for.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cursor">From an earlier page; one that is malformed gives the first page.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Page<Video>> SearchAsync(string? text, int limit, string? cursor, CancellationToken cancellationToken);

    /// <returns>Whether it was there.</returns>
    ValueTask<bool> DeleteAsync(VideoId id, CancellationToken cancellationToken);

    ValueTask<long> CountAsync(CancellationToken cancellationToken);
}
