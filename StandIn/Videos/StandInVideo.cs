using System.Collections.Immutable;

namespace StandIn.Videos;

/// <summary>A video as the pages show it. What the recording lacks is absent.</summary>
internal sealed record StandInVideo
{
    public required string Id { get; init; }

    /// <summary>The player endpoint's answer, JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Player { get; init; }

    /// <summary><c>OK</c>, <c>UNPLAYABLE</c>, <c>LOGIN_REQUIRED</c>.</summary>
    public required string Playability { get; init; }

    /// <summary>Absent when the answer has no details: a private video.</summary>
    public VideoDetails? Details { get; init; }

    public ImmutableArray<StreamFormat> Formats { get; init; } = [];

    public ImmutableArray<CaptionLanguage> Captions { get; init; } = [];
}

internal sealed record VideoDetails
{
    public required string Title { get; init; }

    public required string Author { get; init; }

    public required string ChannelId { get; init; }

    public string Description { get; init; } = "";

    public required int LengthSeconds { get; init; }

    public long? Views { get; init; }

    public long? Likes { get; init; }

    public string? Category { get; init; }

    public ImmutableArray<string> Keywords { get; init; } = [];

    /// <summary>As recorded, with its offset.</summary>
    public string? UploadDate { get; init; }

    public bool IsLive { get; init; }

    public bool IsUnlisted { get; init; }

    /// <summary>Path of the owner's page, as <c>http://www.youtube.com/@name</c>.</summary>
    public string? OwnerUrl { get; init; }
}

/// <param name="Itag">YouTube's number of the format.</param>
/// <param name="MimeType">With codecs.</param>
/// <param name="Length">Bytes; absent for a live stream.</param>
/// <param name="Duration">Absent for a live stream.</param>
/// <param name="Width">Pixels; absent for audio.</param>
/// <param name="Height">Pixels; absent for audio.</param>
/// <param name="Fps">Absent for audio.</param>
internal sealed record StreamFormat(
    int Itag, string MimeType, long? Length, TimeSpan? Duration, int? Width, int? Height, int? Fps);

internal readonly record struct CaptionLanguage(string Code, bool IsAutomatic);
