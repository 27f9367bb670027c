using System.Collections.Immutable;

namespace Extraction.Videos;

/// <summary>
/// What is known of a video. What a source does not give is absent (null or empty), never zero or an empty text.
/// </summary>
public sealed record Video
{
    /// <summary>The video's id, 11 characters; also the document's key in every store.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public string? Author { get; init; }

    public string? ChannelId { get; init; }

    public string? Description { get; init; }

    /// <summary>Absent for a live stream that has not ended.</summary>
    public TimeSpan? Duration { get; init; }

    public DateTimeOffset? UploadedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public long? ViewCount { get; init; }

    public long? LikeCount { get; init; }

    public ImmutableArray<string> Keywords { get; init; } = [];

    public string? Category { get; init; }

    public ImmutableArray<Thumbnail> Thumbnails { get; init; } = [];

    /// <summary>Whether this is or was a live stream.</summary>
    public bool? IsLive { get; init; }

    public bool? IsFamilySafe { get; init; }

    public ImmutableArray<VideoStream> Streams { get; init; } = [];

    public ImmutableArray<CaptionTrack> Captions { get; init; } = [];

    /// <summary>Name of the source that won: <c>youtube-explode</c>, <c>yt-dlp</c>, <c>youtube-api</c>.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// Which of its clients or endpoints gave the answer: <c>oembed</c>, <c>videos.list</c>, <c>2023.03.04</c>.
    /// </summary>
    public string? SourceClient { get; init; }

    public required DateTimeOffset FetchedAt { get; init; }
}

/// <param name="Url">Where it is; only hosts that serve thumbnails.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record Thumbnail(string Url, int? Width, int? Height);

/// <summary>
/// A stream that could be downloaded when the document was made. Its address is not kept: it expires within hours.
/// </summary>
public sealed record VideoStream
{
    /// <summary>YouTube's number of the format.</summary>
    public required int Itag { get; init; }

    /// <summary><c>mp4</c>, <c>webm</c>, <c>m4a</c>, as the MIME type's subtype says.</summary>
    public required string Container { get; init; }

    /// <summary>As in RFC 6381, <c>avc1.4d401e</c>.</summary>
    public string? VideoCodec { get; init; }

    public string? AudioCodec { get; init; }

    /// <summary>Bits a second.</summary>
    public long? Bitrate { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Pixels.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels.</summary>
    public int? Height { get; init; }

    public double? Fps { get; init; }

    /// <summary>BCP 47, of the sound.</summary>
    public string? Language { get; init; }
}

/// <param name="Language">BCP 47.</param>
/// <param name="Name">As shown to people.</param>
/// <param name="Kind"><c>manual</c> or <c>automatic</c>.</param>
public sealed record CaptionTrack(string Language, string? Name, string Kind);
