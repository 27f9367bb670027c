using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Media;
using Extraction.Videos;
using Jobs.Running;

namespace Extraction.Links;

/// <summary>Represents the payload of a link's job.</summary>
public sealed record LinkRequest
{
    /// <summary>The link as it was submitted.</summary>
    public required string Link { get; init; }

    public required VideoId VideoId { get; init; }

    /// <summary>
    /// Maximum age of a stored document that is reused; zero forces a fetch, and null means
    /// <see cref="ExtractionOptions.MaxAge"/>.
    /// </summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Files to make in addition to the metadata; null for none.</summary>
    public MediaRequest? Media { get; init; }

    /// <returns>Null when the payload is not such a request.</returns>
    internal static LinkRequest? TryRead(string payload) =>
        JobPayload.TryRead(payload, LinkJson.Default.LinkRequest);
}

/// <summary>Represents the result of a link's job. The video store has the whole document.</summary>
public sealed record LinkResult
{
    public required VideoId VideoId { get; init; }

    public required string Title { get; init; }

    public string? Author { get; init; }

    /// <summary>Duration in seconds; null for a live stream that has not ended.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Name of the source that answered.</summary>
    public required string Source { get; init; }

    /// <summary>Names of the requested artifacts that are stored.</summary>
    public IReadOnlyList<string>? Artifacts { get; init; }

    /// <summary>One sentence for each requested item that does not exist or could not be made.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Summarizes a video.</summary>
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

    /// <summary>Returns what is missing from the result of a job, as sentences; null if nothing is.</summary>
    public static string? RemarkOf(string? result) =>
        result is not null && JobPayload.TryRead(result, LinkJson.Default.LinkResult)?.Missing is { Count: > 0 } missing
            ? string.Join(' ', missing)
            : null;

    internal string Write() => JsonSerializer.Serialize(this, LinkJson.Default.LinkResult);
}

/// <summary>Serializes a link's payload and result: camelCase, without null values.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkResult))]
[JsonSerializable(typeof(MediaRequest))]
internal sealed partial class LinkJson : JsonSerializerContext;
