using Extraction.Links;
using Jobs.Stores;

namespace Extraction.Artifacts;

/// <summary>Stores the files of videos. A partially written artifact is never visible.</summary>
/// <exception cref="StoreUnavailableException">
/// Thrown by any method when the store cannot be reached in time.
/// </exception>
public interface IArtifactStore
{
    /// <summary>
    /// Stores a file from a stream and replaces one with the same name. The replacement is atomic: when this throws or
    /// the process dies, the earlier file, if any, remains unchanged.
    /// </summary>
    ValueTask<Artifact> PutAsync(
        VideoId video, ArtifactName name, string contentType, Stream content, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading. The stream can seek, so that ranges can be served.</summary>
    /// <returns>Null when there is no such file.</returns>
    ValueTask<ArtifactContent?> OpenAsync(VideoId video, ArtifactName name, CancellationToken cancellationToken);

    /// <summary>Lists the artifacts of one video, ordered by name.</summary>
    ValueTask<IReadOnlyList<Artifact>> ListAsync(VideoId video, CancellationToken cancellationToken);

    /// <summary>Deletes one artifact.</summary>
    /// <returns>True when it existed.</returns>
    ValueTask<bool> DeleteAsync(VideoId video, ArtifactName name, CancellationToken cancellationToken);

    /// <summary>Deletes all artifacts of a video.</summary>
    ValueTask DeleteAllAsync(VideoId video, CancellationToken cancellationToken);

    /// <summary>Lists all artifacts, least recently used first, for retention.</summary>
    IAsyncEnumerable<Artifact> OldestUsedFirstAsync(CancellationToken cancellationToken);
}
