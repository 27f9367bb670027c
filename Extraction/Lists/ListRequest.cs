using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Links;
using Extraction.Media;
using Jobs.Running;

namespace Extraction.Lists;

/// <summary>Represents the payload of a list's job: the list, and the options for each of its videos.</summary>
public sealed record ListRequest
{
    /// <summary>The link as it was submitted.</summary>
    public required string Link { get; init; }

    public required ListAddress List { get; init; }

    /// <inheritdoc cref="LinkRequest.MaxAge"/>
    public TimeSpan? MaxAge { get; init; }

    /// <inheritdoc cref="LinkRequest.Media"/>
    public MediaRequest? Media { get; init; }

    internal LinkRequest For(VideoId id) =>
        new() { Link = $"https://www.youtube.com/watch?v={id.Value}", VideoId = id, MaxAge = MaxAge, Media = Media };

    /// <returns>Null when the payload is not such a request.</returns>
    internal static ListRequest? TryRead(string payload) =>
        JobPayload.TryRead(payload, ListJson.Default.ListRequest);
}

/// <summary>Represents the result of a list's job. The videos are jobs of the same submission.</summary>
/// <param name="Title">The title of the list; null when the source does not say.</param>
/// <param name="Videos">Number of distinct videos that were read from the list.</param>
/// <param name="Added">Number of those videos that were new to the submission.</param>
/// <param name="Cut">One sentence about the videos that were left out; null when there are none.</param>
public sealed record ListOutcome(string? Title, int Videos, int Added, string? Cut)
{
    internal string Write() => JsonSerializer.Serialize(this, ListJson.Default.ListOutcome);
}

/// <summary>Serializes a list's payload and result: camelCase, without null values.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ListRequest))]
[JsonSerializable(typeof(ListOutcome))]
internal sealed partial class ListJson : JsonSerializerContext;
