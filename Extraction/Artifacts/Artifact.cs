namespace Extraction.Artifacts;

/// <summary>Represents a stored file of a video.</summary>
/// <param name="VideoId">The video's ID, 11 characters.</param>
/// <param name="Name">Name of the file, unique within the video.</param>
/// <param name="ContentType">Media type, such as <c>audio/mp4</c>.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Sha256">Digest of the content, 64 lowercase hexadecimal digits; also its ETag.</param>
/// <param name="CreatedAt">Time at which the file was stored.</param>
/// <param name="UsedAt">Time at which the file was last opened, accurate to an hour.</param>
public sealed record Artifact(
    string VideoId,
    string Name,
    string ContentType,
    long Length,
    string Sha256,
    DateTimeOffset CreatedAt,
    DateTimeOffset UsedAt);

/// <summary>Represents an artifact that is open for reading. The reader disposes it.</summary>
public sealed record ArtifactContent(Artifact Artifact, Stream Content) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
