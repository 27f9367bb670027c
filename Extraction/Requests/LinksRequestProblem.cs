using System.Text.Json;

namespace Extraction.Requests;

/// <summary>
/// Translates an error of the serializer into one sentence that names the member and says what to send. Pure.
/// </summary>
internal static class LinksRequestProblem
{
    private const string Example = "send {\"links\": [\"https://youtu.be/…\"]}";
    private const int MaxNameShown = 80;

    public static readonly string NotAnObject = $"The body is not a JSON object: {Example}.";

    private static readonly string[] Names =
        [.. LinksRequestJson.Default.LinksRequest.Properties.Select(member => member.Name)];

    public static string Of(JsonException error, bool isObject)
    {
        if (error.InnerException is JsonException)
        {
            return $"The body is not JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}): "
                + $"{Example}.";
        }

        if (!isObject)
            return NotAnObject;
        if (MemberOf(error.Path) is not { } member)
        {
            return error.InnerException is null
                ? $"The body has no \"links\": {Example}."
                : $"The name of a member has an escape sequence that is not a character: {Example}.";
        }

        if (error is MemberFormException or { InnerException: not null })
            return FormOf(member, error);
        return Names.Contains(member)
            ? $"The body has the member \"{member}\" twice: send it once."
            : $"The body has an unknown member \"{Shorten(member)}\": the members are {List(Names)}.";
    }

    private static string FormOf(string member, JsonException error) => member switch
    {
        "links" => error switch
        {
            MemberFormException { Number: { } number } => $"Number {number} of \"links\" is not a string: {Example}.",
            MemberFormException => $"\"links\" is neither a string nor a list of strings: {Example}.",
            _ => $"\"links\" has an escape sequence that is not a character: {Example}.",
        },
        "maxAge" =>
            "\"maxAge\" must be a duration from PT0S to ten years in ISO 8601 format, such as \"PT1H\" for an hour.",
        "audio" =>
            "\"audio\" must be \"mp3\", \"m4a\", \"opus\", or \"original\", or "
            + "{\"format\": \"mp3\", \"bitrate\": 192}.",
        "video" =>
            "\"video\" must be \"mp4\", \"webm\", or \"original\", or "
            + "{\"format\": \"mp4\", \"maxHeight\": 720, \"maxFps\": 30}.",
        "captions" =>
            "\"captions\" must be a language, a list of languages, or {\"languages\": [\"en\"], \"format\": \"srt\"} "
            + "with the format \"srt\", \"vtt\", or \"txt\".",
        "thumbnail" => "\"thumbnail\" must be true or false.",
        "priority" => "\"priority\" must be \"interactive\", \"normal\", or \"bulk\".",
        _ => $"\"{member}\" must be a string, such as \"https://host/path\".",
    };

    /// <summary>Gets the member of the body from <c>$.name</c> or <c>$['name']</c>; null for the body itself.</summary>
    private static string? MemberOf(string? path) => path switch
    {
        ['$', '.', .. var name] => name,
        ['$', '[', '\'', .. var name, '\'', ']'] => name,
        _ => null,
    };

    private static string List(string[] names) =>
        $"{string.Join(", ", names[..^1].Select(name => $"\"{name}\""))}, and \"{names[^1]}\"";

    private static string Shorten(string name) =>
        name.Length <= MaxNameShown ? name : $"{name[..MaxNameShown]}…";
}
