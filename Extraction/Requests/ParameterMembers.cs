using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Extraction.Requests;

/// <summary>Converts parameters of a URL or form to the JSON members they stand for. Pure.</summary>
internal static class ParameterMembers
{
    /// <param name="parameter">Returns the value of a parameter, or null.</param>
    /// <param name="members">The members, or null if there are none.</param>
    /// <param name="problem">A parameter that lacks the one it refines.</param>
    public static bool TryToJson(
        Func<string, string?> parameter, out JsonObject? members, [NotNullWhen(false)] out string? problem)
    {
        members = null;
        problem = Missing(parameter, "bitrate", "audio") ?? Missing(parameter, "maxHeight", "video")
            ?? Missing(parameter, "maxFps", "video") ?? Missing(parameter, "captionFormat", "captions");
        if (problem is not null)
            return false;

        var all = Object(
            ("audio", Audio(parameter)), ("video", Video(parameter)), ("captions", Captions(parameter)),
            ("thumbnail", Thumbnail(parameter)),
            ("webhook", parameter("webhook") is { Length: > 0 } webhook ? webhook : null),
            ("priority", parameter("priority")));
        members = all.Count == 0 ? null : all;
        return true;
    }

    private static JsonObject? Audio(Func<string, string?> parameter) => parameter("audio") is not { } format
        ? null
        : Object(("format", format), ("bitrate", Number(parameter, "bitrate")));

    private static JsonObject? Video(Func<string, string?> parameter) => parameter("video") is not { } format
        ? null
        : Object(
            ("format", format), ("maxHeight", Number(parameter, "maxHeight")), ("maxFps", Number(parameter, "maxFps")));

    private static JsonObject? Captions(Func<string, string?> parameter)
    {
        if (parameter("captions") is not { } captions)
            return null;

        var languages = captions.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Object(
            ("languages", new JsonArray([.. languages.Select(language => JsonValue.Create(language))])),
            ("format", parameter("captionFormat")));
    }

    private static JsonNode? Thumbnail(Func<string, string?> parameter) =>
        parameter("thumbnail") is not { } text ? null : bool.TryParse(text, out var wanted) ? wanted : text;

    /// <summary>Converts a number; other text stays a string, which the contract refuses.</summary>
    private static JsonNode? Number(Func<string, string?> parameter, string name) =>
        parameter(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : text;

    private static string? Missing(Func<string, string?> parameter, string name, string needed) =>
        parameter(name) is not null && parameter(needed) is null
            ? $"The parameter {name} refines {needed}: send {needed} too."
            : null;

    private static JsonObject Object(params (string Name, JsonNode? Value)[] members) =>
        new(members.Where(member => member.Value is not null).Select(
            member => KeyValuePair.Create(member.Name, member.Value)));
}
