namespace Extraction.Artifacts;

/// <summary>A stored file of a video.</summary>
/// <param name="VideoId">11 characters.</param>
/// <param name="Name">Its name within the video.</param>
/// <param name="ContentType">As <c>audio/mp4</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Digest of the content, 64 lower-case hexadecimal digits; also its ETag.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="UsedAt">When it was last opened, to within an hour.</param>
public sealed record Artifact(
    string VideoId, string Name, string ContentType, long Length, string Sha256, DateTimeOffset CreatedAt, DateTimeOffset UsedAt);

/// <summary>An artifact being read; the reader disposes it.</summary>
public sealed record ArtifactContent(Artifact Artifact, Stream Content) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
