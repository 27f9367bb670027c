using System.Text.Json.Serialization;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>
/// Represents the parts of <c>yt-dlp -J</c> that are read. The "output template" section of its README documents the
/// fields.
/// </summary>
internal sealed record YtDlpInfo
{
    /// <summary>The program that wrote this, which may have been updated since the start of this process.</summary>
    [JsonPropertyName("_version")]
    public YtDlpVersion? Version { get; init; }

    public string? Id { get; init; }
    public string? Title { get; init; }
    public string? Uploader { get; init; }
    public string? Channel { get; init; }
    public string? ChannelId { get; init; }
    public string? Description { get; init; }
    public double? Duration { get; init; }
    public string? UploadDate { get; init; }
    public double? Timestamp { get; init; }
    public long? ViewCount { get; init; }
    public long? LikeCount { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public IReadOnlyList<string>? Categories { get; init; }
    public IReadOnlyList<YtDlpThumbnail>? Thumbnails { get; init; }
    public string? LiveStatus { get; init; }
    public int? AgeLimit { get; init; }
    public IReadOnlyList<YtDlpFormat>? Formats { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<YtDlpCaption>?>? Subtitles { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<YtDlpCaption>?>? AutomaticCaptions { get; init; }
}

internal sealed record YtDlpVersion(string? Version);

internal sealed record YtDlpThumbnail(string? Url, int? Width, int? Height);

internal sealed record YtDlpCaption(string? Url, string? Name);

internal sealed record YtDlpFormat
{
    public string? FormatId { get; init; }
    public string? Ext { get; init; }
    public string? Vcodec { get; init; }
    public string? Acodec { get; init; }

    /// <summary>Kilobits per second.</summary>
    public double? Tbr { get; init; }

    public long? Filesize { get; init; }
    public int? Width { get; init; }
    public int? Height { get; init; }
    public double? Fps { get; init; }
    public string? Language { get; init; }

    /// <summary>Positive for the original audio, negative for dubbed audio.</summary>
    public int? LanguagePreference { get; init; }

    /// <summary><c>https</c> for a file; most other values are segment playlists.</summary>
    public string? Protocol { get; init; }

    public string? Url { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(YtDlpInfo))]
internal sealed partial class YtDlpJson : JsonSerializerContext;
