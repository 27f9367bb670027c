using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Extraction.Media;

namespace Gateway.Api.Links;

/// <summary>
/// Reads the members <c>audio</c>, <c>video</c>, <c>captions</c> and <c>thumbnail</c>, each in its short and its long
/// form. Pure.
/// </summary>
internal static class MediaJsonReader
{
    private const string AudioShape = "\"audio\" is \"mp3\", \"m4a\", \"opus\" or \"original\", or {\"format\": \"mp3\", \"bitrate\": 192}.";
    private const string VideoShape = "\"video\" is \"mp4\", \"webm\" or \"original\", or {\"format\": \"mp4\", \"maxHeight\": 720, \"maxFps\": 30}.";
    private const string CaptionsShape = "\"captions\" is a language, a list of them, or {\"languages\": [\"en\"], \"format\": \"srt\"} with \"srt\", \"vtt\" or \"txt\".";
    private const string ThumbnailShape = "\"thumbnail\" is true or false.";

    public static bool IsMember(string name) => name is "audio" or "video" or "captions" or "thumbnail";

    public static bool TryRead(
        string name, JsonElement value, ref MediaRequest media, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (value.ValueKind == JsonValueKind.Null)
            return true;

        switch (name)
        {
            case "audio" when Audio(value) is { } audio:
                media = media with { Audio = audio };
                return true;
            case "video" when Video(value) is { } video:
                media = media with { Video = video };
                return true;
            case "captions" when Captions(value) is { } captions:
                media = media with { Captions = captions };
                return true;
            case "thumbnail" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                media = media with { Thumbnail = value.GetBoolean() };
                return true;
            default:
                problem = name switch
                {
                    "audio" => AudioShape,
                    "video" => VideoShape,
                    "captions" => CaptionsShape,
                    _ => ThumbnailShape,
                };
                return false;
        }
    }

    private static AudioRequest? Audio(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return Format<AudioFormat>(value) is { } format ? new AudioRequest(format) : null;
        return Members(value, "format", "bitrate") is { } members
            && Format<AudioFormat>(members.GetValueOrDefault("format")) is { } asked
            && TryNumber(members, "bitrate", out var bitrate)
                ? new AudioRequest(asked, bitrate)
                : null;
    }

    private static VideoRequest? Video(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return Format<VideoFormat>(value) is { } format ? new VideoRequest(format) : null;
        return Members(value, "format", "maxHeight", "maxFps") is { } members
            && Format<VideoFormat>(members.GetValueOrDefault("format")) is { } asked
            && TryNumber(members, "maxHeight", out var height)
            && TryNumber(members, "maxFps", out var fps)
                ? new VideoRequest(asked, height, fps)
                : null;
    }

    private static CaptionsRequest? Captions(JsonElement value)
    {
        if (Languages(value) is { } languages)
            return new CaptionsRequest(languages);
        if (Members(value, "languages", "format") is not { } members
            || Languages(members.GetValueOrDefault("languages")) is not { } listed)
        {
            return null;
        }

        return !members.TryGetValue("format", out var format) ? new CaptionsRequest(listed)
            : Format<CaptionFormat>(format) is { } asked ? new CaptionsRequest(listed, asked)
            : null;
    }

    private static IReadOnlyList<string>? Languages(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array when value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) =>
            [.. value.EnumerateArray().Select(one => one.GetString()!)],
        _ => null,
    };

    private static T? Format<T>(JsonElement value) where T : struct, Enum =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { } text
        && text.All(char.IsAsciiLetterOrDigit)
        && Enum.TryParse<T>(text, ignoreCase: true, out var format)
        && Enum.IsDefined(format)
        && !char.IsAsciiDigit(text[0])
            ? format
            : null;

    private static bool TryNumber(Dictionary<string, JsonElement> members, string name, out int? number)
    {
        number = null;
        if (!members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var read))
            return false;
        number = read;
        return true;
    }

    /// <summary>The members of an object that has no others than these; a misspelt option is not passed over.</summary>
    private static Dictionary<string, JsonElement>? Members(JsonElement value, params string[] known)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                return null;
            members[member.Name] = member.Value;
        }

        return members;
    }
}
