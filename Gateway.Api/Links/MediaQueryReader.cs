using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Extraction.Media;

namespace Gateway.Api.Links;

/// <summary>
/// Reads media options from the address, for bodies of plain text: <c>audio</c>, <c>bitrate</c>, <c>video</c>,
/// <c>maxHeight</c>, <c>maxFps</c>, <c>captions</c> (languages with commas between), <c>captionFormat</c>,
/// <c>thumbnail</c>. They are held to the same rules as in JSON.
/// </summary>
internal static class MediaQueryReader
{
    public static bool TryRead(IQueryCollection query, out MediaRequest? media, [NotNullWhen(false)] out string? problem)
    {
        media = null;
        var read = new MediaRequest();
        problem = Alone(query, "bitrate", "audio") ?? Alone(query, "maxHeight", "video") ?? Alone(query, "maxFps", "video")
            ?? Alone(query, "captionFormat", "captions");
        if (problem is not null)
            return false;

        foreach (var (name, value) in Members(query))
        {
            if (!MediaJsonReader.TryRead(name, JsonElement.Parse(value.ToJsonString()), ref read, out problem))
                return false;
        }

        problem = read.Problem();
        media = read.IsEmpty ? null : read;
        return problem is null;
    }

    private static IEnumerable<(string Name, JsonNode Value)> Members(IQueryCollection query)
    {
        if (Text(query, "audio") is { } audio)
            yield return ("audio", Long(("format", audio), ("bitrate", Number(query, "bitrate"))));
        if (Text(query, "video") is { } video)
            yield return ("video", Long(("format", video), ("maxHeight", Number(query, "maxHeight")), ("maxFps", Number(query, "maxFps"))));
        if (Text(query, "captions") is { } captions)
        {
            var languages = captions.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            yield return ("captions", Long(
                ("languages", new JsonArray([.. languages.Select(language => JsonValue.Create(language))])), ("format", Text(query, "captionFormat"))));
        }

        if (Text(query, "thumbnail") is { } thumbnail)
            yield return ("thumbnail", bool.TryParse(thumbnail, out var wanted) ? wanted : thumbnail);
    }

    private static string? Alone(IQueryCollection query, string name, string needed) =>
        query.ContainsKey(name) && !query.ContainsKey(needed) ? $"The parameter {name} says something of {needed}: give {needed} too." : null;

    private static JsonObject Long(params (string Name, JsonNode? Value)[] members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    private static string? Text(IQueryCollection query, string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>What is no number stays a text, and is refused as one is in JSON.</summary>
    private static JsonNode? Number(IQueryCollection query, string name) =>
        Text(query, name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : text;
}
