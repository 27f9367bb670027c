using System.Collections.Immutable;
using Extraction.Sources;

namespace Extraction.Videos;

/// <summary>
/// Represents the document of a video. A value that the source does not provide is null or an empty list, never zero or
/// an empty string.
/// </summary>
public sealed record Video : ISourceValue<Video>
{
    /// <summary>The video's id, 11 characters; also the document's key in every store.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public string? Author { get; init; }

    /// <summary>ID of the channel: <c>UC…</c>, 24 characters.</summary>
    public string? ChannelId { get; init; }

    public string? Description { get; init; }

    /// <summary>Null for a live stream that has not ended.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Date of the upload.</summary>
    public DateTimeOffset? UploadedAt { get; init; }

    /// <summary>Time at which the video became public.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    public long? ViewCount { get; init; }

    public long? LikeCount { get; init; }

    /// <summary>Tags that the author assigned.</summary>
    public ImmutableArray<string> Keywords { get; init; } = [];

    /// <summary>Name of YouTube's category, in English.</summary>
    public string? Category { get; init; }

    public ImmutableArray<Thumbnail> Thumbnails { get; init; } = [];

    /// <summary>True for a current or past live stream.</summary>
    public bool? IsLive { get; init; }

    /// <summary>False for age-restricted videos.</summary>
    public bool? IsFamilySafe { get; init; }

    public ImmutableArray<VideoStream> Streams { get; init; } = [];

    public ImmutableArray<CaptionTrack> Captions { get; init; } = [];

    /// <summary>Name of the source that answered, as it is registered.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// The source's endpoint or version that answered: <c>oembed</c>, <c>videos.list</c>, <c>2023.03.04</c>.
    /// </summary>
    public string? SourceClient { get; init; }

    /// <summary>Time at which the source answered.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    public Video Cleaned() => VideoBounds.Clean(this);
}

/// <summary>Represents a thumbnail.</summary>
/// <param name="Url">Address, on a host that serves thumbnails.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
public sealed record Thumbnail(string Url, int? Width, int? Height);

/// <summary>
/// Represents a stream that could be downloaded when the document was fetched. Its address is not stored because it
/// expires within hours.
/// </summary>
public sealed record VideoStream
{
    /// <summary>YouTube's number for the format.</summary>
    public required int Itag { get; init; }

    /// <summary>Subtype of the MIME type: <c>mp4</c>, <c>webm</c>, <c>m4a</c>.</summary>
    public required string Container { get; init; }

    /// <summary>Codec as in RFC 6381: <c>avc1.4d401e</c>.</summary>
    public string? VideoCodec { get; init; }

    /// <summary>Codec as in RFC 6381: <c>mp4a.40.2</c>.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>Bits per second.</summary>
    public long? Bitrate { get; init; }

    /// <summary>Length in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Width in pixels.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public int? Height { get; init; }

    /// <summary>Frames per second.</summary>
    public double? Fps { get; init; }

    /// <summary>Language of the audio (BCP 47).</summary>
    public string? Language { get; init; }
}

/// <summary>Represents a caption track.</summary>
/// <param name="Language">Language of the track (BCP 47).</param>
/// <param name="Name">Display name.</param>
/// <param name="Kind"><c>manual</c> or <c>automatic</c>.</param>
public sealed record CaptionTrack(string Language, string? Name, string Kind);
