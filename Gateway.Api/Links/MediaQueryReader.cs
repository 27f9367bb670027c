using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Extraction.Media;

namespace Gateway.Api.Links;

/// <summary>
/// Reads media options from the address or a form, for bodies that are not JSON: <c>audio</c>, <c>bitrate</c>,
/// <c>video</c>,
/// <c>maxHeight</c>, <c>maxFps</c>, <c>captions</c> (languages with commas between), <c>captionFormat</c>,
/// <c>thumbnail</c>. They are held to the same rules as in JSON.
/// </summary>
internal static class MediaQueryReader
{
    public static bool TryRead(
        Func<string, string?> field, out MediaRequest? media, [NotNullWhen(false)] out string? problem)
    {
        media = null;
        var read = new MediaRequest();
        problem = Alone(field, "bitrate", "audio") ?? Alone(field, "maxHeight", "video")
            ?? Alone(field, "maxFps", "video")
            ?? Alone(field, "captionFormat", "captions");
        if (problem is not null)
            return false;

        foreach (var (name, value) in Members(field))
        {
            if (!MediaJsonReader.TryRead(name, JsonElement.Parse(value.ToJsonString()), ref read, out problem))
                return false;
        }

        problem = read.Problem();
        media = read.IsEmpty ? null : read;
        return problem is null;
    }

    private static IEnumerable<(string Name, JsonNode Value)> Members(Func<string, string?> field)
    {
        if (field("audio") is { } audio)
            yield return ("audio", Long(("format", audio), ("bitrate", Number(field, "bitrate"))));
        if (field("video") is { } video)
            yield return ("video", Long(
                ("format", video), ("maxHeight", Number(field, "maxHeight")), ("maxFps", Number(field, "maxFps"))));
        if (field("captions") is { } captions)
        {
            var languages = captions.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            yield return ("captions", Long(
                ("languages", new JsonArray([.. languages.Select(language => JsonValue.Create(language))])), (
                    "format", field("captionFormat"))));
        }

        if (field("thumbnail") is { } thumbnail)
            yield return ("thumbnail", bool.TryParse(thumbnail, out var wanted) ? wanted : thumbnail);
    }

    private static string? Alone(Func<string, string?> field, string name, string needed) =>
        field(name) is not null && field(needed) is null
            ? $"The parameter {name} says something of {needed}: give {needed} too."
            : null;

    private static JsonObject Long(params (string Name, JsonNode? Value)[] members) =>
        new(members.Where(member => member.Value is not null).Select(
            member => KeyValuePair.Create(member.Name, member.Value)));

    /// <summary>What is no number stays a text, and is refused as one is in JSON.</summary>
    private static JsonNode? Number(Func<string, string?> field, string name) =>
        field(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : text;
}
