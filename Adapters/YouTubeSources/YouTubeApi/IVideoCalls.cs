using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>Represents an API that answers for several videos in one call, and the budget of its calls.</summary>
internal interface IVideoCalls
{
    /// <summary>
    /// Takes the request of one call from the budget; waits for its turn up to <paramref name="patience"/>.
    /// </summary>
    /// <param name="patience">Maximum wait.</param>
    /// <param name="videos">Returns the number of videos that wait for the call.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<bool> TakeAsync(TimeSpan patience, Func<int> videos, CancellationToken cancellationToken);

    /// <summary>Returns a request that was taken and not used.</summary>
    void GiveBack();

    /// <summary>Describes a budget that had no request.</summary>
    SourceFailure NoRequest();

    /// <summary>Makes one call. The answer has a value for every ID.</summary>
    Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>> GetAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken);
}
