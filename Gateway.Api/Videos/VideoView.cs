using System.Text.Json.Serialization;
using Extraction.Artifacts;
using Extraction.Videos;
using Gateway.Api.OpenApi;

namespace Gateway.Api.Videos;

/// <summary>Represents a video in the API. Values that the source did not provide are omitted.</summary>
internal sealed record VideoView
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public string? Author { get; init; }

    public string? ChannelId { get; init; }

    public string? Description { get; init; }

    [JsonConverter(typeof(Iso8601DurationConverter))]
    public TimeSpan? Duration { get; init; }

    public DateTimeOffset? UploadedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public long? ViewCount { get; init; }

    public long? LikeCount { get; init; }

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public string? Category { get; init; }

    public IReadOnlyList<Thumbnail> Thumbnails { get; init; } = [];

    public bool? IsLive { get; init; }

    public bool? IsFamilySafe { get; init; }

    public IReadOnlyList<VideoStream> Streams { get; init; } = [];

    public IReadOnlyList<CaptionTrack> Captions { get; init; } = [];

    public required string Source { get; init; }

    public string? SourceClient { get; init; }

    public required DateTimeOffset FetchedAt { get; init; }

    public required IReadOnlyList<ArtifactView> Artifacts { get; init; }

    public static VideoView Of(Video video, IReadOnlyList<Artifact> artifacts) => new()
    {
        Id = video.Id,
        Title = video.Title,
        Author = video.Author,
        ChannelId = video.ChannelId,
        Description = video.Description,
        Duration = video.Duration,
        UploadedAt = video.UploadedAt,
        PublishedAt = video.PublishedAt,
        ViewCount = video.ViewCount,
        LikeCount = video.LikeCount,
        Keywords = video.Keywords,
        Category = video.Category,
        Thumbnails = video.Thumbnails,
        IsLive = video.IsLive,
        IsFamilySafe = video.IsFamilySafe,
        Streams = video.Streams,
        Captions = video.Captions,
        Source = video.Source,
        SourceClient = video.SourceClient,
        FetchedAt = video.FetchedAt,
        Artifacts = [.. artifacts.Select(ArtifactView.Of)],
    };
}

/// <param name="Name">Name, unique within the video.</param>
/// <param name="ContentType">Media type, such as <c>audio/mp4</c>.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Sha256">Digest of the content, in hexadecimal.</param>
/// <param name="CreatedAt">Time of storage.</param>
internal sealed record ArtifactView(
    string Name, string ContentType, long Length, string Sha256, DateTimeOffset CreatedAt)
{
    public static ArtifactView Of(Artifact artifact) =>
        new(artifact.Name, artifact.ContentType, artifact.Length, artifact.Sha256, artifact.CreatedAt);
}

internal sealed record VideoPageView(IReadOnlyList<VideoView> Items, string? Next);
