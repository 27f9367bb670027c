using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Media;
using Extraction.Videos;

namespace Extraction.Links;

/// <summary>The payload of a link's job.</summary>
public sealed record LinkRequest
{
    /// <summary>The link as it was given.</summary>
    public required string Link { get; init; }

    public required VideoId VideoId { get; init; }

    /// <summary>
    /// How old a stored document may be to be taken as it is; zero forces a fetch, absent means the configured age.
    /// </summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>What is wanted besides the metadata; absent means nothing.</summary>
    public MediaRequest? Media { get; init; }

    /// <returns>Null when the payload is not such a request.</returns>
    internal static LinkRequest? TryRead(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, LinkJson.Default.LinkRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What came of a link's job; the whole document is in the store of videos.</summary>
public sealed record LinkResult
{
    public required VideoId VideoId { get; init; }

    public required string Title { get; init; }

    public string? Author { get; init; }

    /// <summary>Seconds; absent for a live stream that has not ended.</summary>
    public double? DurationSeconds { get; init; }

    public required string Source { get; init; }

    /// <summary>Names of the artifacts that were asked for and are stored now.</summary>
    public IReadOnlyList<string>? Artifacts { get; init; }

    /// <summary>What was asked for and is not to be had, a sentence each.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    public static LinkResult Of(Video video)
    {
        ArgumentNullException.ThrowIfNull(video);
        return new LinkResult
        {
            VideoId = VideoId.Parse(video.Id),
            Title = video.Title,
            Author = video.Author,
            DurationSeconds = video.Duration?.TotalSeconds,
            Source = video.Source,
        };
    }

    internal string Write() => JsonSerializer.Serialize(this, LinkJson.Default.LinkResult);
}

/// <summary>How a link's payload and result are written: camelCase, absent values left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkResult))]
[JsonSerializable(typeof(MediaRequest))]
internal sealed partial class LinkJson : JsonSerializerContext;
