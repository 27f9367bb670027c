using System.Text.Json.Serialization;

namespace Extraction.Links;

/// <summary>The payload of a link's job.</summary>
public sealed record LinkRequest
{
    /// <summary>The link as it was given.</summary>
    public required string Link { get; init; }

    public required VideoId VideoId { get; init; }

    /// <summary>How old a stored document may be to be taken as it is; zero forces a fetch, absent means the configured age.</summary>
    public TimeSpan? MaxAge { get; init; }
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
}

/// <summary>How a link's payload and result are written: camelCase, absent values left out.</summary>
[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkResult))]
internal sealed partial class LinkJson : JsonSerializerContext;
