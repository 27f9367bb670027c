using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Links;
using Extraction.Media;

namespace Extraction.Lists;

/// <summary>The payload of a list's job: what is wanted of every video in it.</summary>
public sealed record ListRequest
{
    /// <summary>The link as it was given.</summary>
    public required string Link { get; init; }

    public required ListAddress List { get; init; }

    /// <inheritdoc cref="LinkRequest.MaxAge"/>
    public TimeSpan? MaxAge { get; init; }

    /// <inheritdoc cref="LinkRequest.Media"/>
    public MediaRequest? Media { get; init; }

    internal LinkRequest For(VideoId id) =>
        new() { Link = $"https://www.youtube.com/watch?v={id.Value}", VideoId = id, MaxAge = MaxAge, Media = Media };

    /// <returns>Null when the payload is not such a request.</returns>
    internal static ListRequest? TryRead(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, ListJson.Default.ListRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What came of a list's job; the videos are jobs of the same submission.</summary>
/// <param name="Title">Of the list, where the source says.</param>
/// <param name="Videos">How many different videos of the list were taken.</param>
/// <param name="Added">How many of them the submission did not have yet.</param>
/// <param name="Cut">What was left out, in a sentence; absent when nothing was.</param>
public sealed record ListOutcome(string? Title, int Videos, int Added, string? Cut)
{
    internal string Write() => JsonSerializer.Serialize(this, ListJson.Default.ListOutcome);
}

/// <summary>How a list's payload and result are written: camelCase, absent values left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ListRequest))]
[JsonSerializable(typeof(ListOutcome))]
internal sealed partial class ListJson : JsonSerializerContext;
