using Extraction.Links;
using Jobs.Stores;

namespace Extraction.Artifacts;

/// <summary>Keeps the files that belong to videos. A half-written artifact is never seen.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IArtifactStore
{
    /// <summary>
    /// Stores a file from a stream, in place of one with the same name. It becomes visible whole or not at all: when
    /// this throws or the process dies, the earlier one (if any) is still there and nothing else is.
    /// </summary>
    ValueTask<Artifact> PutAsync(
        VideoId video, ArtifactName name, string contentType, Stream content, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading; the stream can seek, so ranges can be served.</summary>
    ValueTask<ArtifactContent?> OpenAsync(VideoId video, ArtifactName name, CancellationToken cancellationToken);

    /// <summary>The artifacts of one video, by name.</summary>
    ValueTask<IReadOnlyList<Artifact>> ListAsync(VideoId video, CancellationToken cancellationToken);

    /// <summary>Deletes one artifact.</summary>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> DeleteAsync(VideoId video, ArtifactName name, CancellationToken cancellationToken);

    /// <summary>Deletes all artifacts of a video.</summary>
    ValueTask DeleteAllAsync(VideoId video, CancellationToken cancellationToken);

    /// <summary>All artifacts, the one opened longest ago first: for retention.</summary>
    IAsyncEnumerable<Artifact> OldestUsedFirstAsync(CancellationToken cancellationToken);
}
