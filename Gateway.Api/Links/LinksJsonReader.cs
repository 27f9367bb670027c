using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;
using Extraction.Media;

namespace Gateway.Api.Links;

/// <summary>
/// Reads <c>{"links": "…" | ["…"], "maxAge": "PT1H"}</c> in one pass over the bytes, so that what is wrong can be said
/// in a sentence. Pure.
/// </summary>
internal static class LinksJsonReader
{
    private const string Shape = "send {\"links\": [\"https://youtu.be/…\"]}";

    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(3650);

    public static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out LinksInput? input, [NotNullWhen(false)] out string? problem)
    {
        input = null;
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                problem = $"The body is not a JSON object: {Shape}.";
                return false;
            }

            return TryReadMembers(ref json, out input, out problem);
        }
        catch (JsonException error)
        {
            problem = $"The body is not JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}): {Shape}.";
            return false;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in an escape is found only when the text is read.
            problem = $"A text in the body has an escape that is no character: {Shape}.";
            return false;
        }
    }

    private static bool TryReadMembers(ref Utf8JsonReader json, out LinksInput? input, out string? problem)
    {
        input = null;
        List<string>? links = null;
        TimeSpan? maxAge = null;
        string? webhook = null;
        var media = new MediaRequest();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("links"u8))
            {
                if (!TryReadLinks(ref json, out links, out problem))
                    return false;
            }
            else if (json.ValueTextEquals("maxAge"u8))
            {
                if (!TryReadAge(ref json, out maxAge, out problem))
                    return false;
            }
            else if (json.ValueTextEquals("webhook"u8))
            {
                json.Read();
                if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                {
                    problem = "\"webhook\" is not a text: write the address as \"https://host/path\".";
                    return false;
                }

                webhook = json.GetString();
            }
            else if (MediaJsonReader.IsMember(json.GetString()!))
            {
                var name = json.GetString()!;
                json.Read();
                if (!MediaJsonReader.TryRead(name, JsonElement.ParseValue(ref json), ref media, out problem))
                    return false;
            }
            else
            {
                problem = $"The body has a member \"{Problems.Problem.Shorten(json.GetString()!)}\" that is not known: "
                    + "\"links\", \"maxAge\", \"audio\", \"video\", \"captions\", \"thumbnail\" and \"webhook\" are.";
                return false;
            }
        }

        if (json.Read())
            throw new JsonException();
        if (links is null)
        {
            problem = $"The body has no \"links\": {Shape}.";
            return false;
        }

        problem = media.Problem();
        input = new LinksInput(links, maxAge, media.IsEmpty ? null : media, webhook);
        return problem is null;
    }

    private static bool TryReadLinks(
        ref Utf8JsonReader json, [NotNullWhen(true)] out List<string>? links, out string? problem)
    {
        links = [];
        problem = null;
        json.Read();
        if (json.TokenType == JsonTokenType.String)
        {
            links.Add(json.GetString()!);
            return true;
        }

        if (json.TokenType == JsonTokenType.StartArray)
        {
            while (json.Read() && json.TokenType == JsonTokenType.String)
                links.Add(json.GetString()!);
            if (json.TokenType == JsonTokenType.EndArray)
                return true;
            problem = $"Number {links.Count + 1} of \"links\" is not a text: {Shape}.";
            return false;
        }

        problem = $"\"links\" is neither a text nor a list of texts: {Shape}.";
        return false;
    }

    private static bool TryReadAge(ref Utf8JsonReader json, out TimeSpan? maxAge, out string? problem)
    {
        problem = null;
        maxAge = null;
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return true;

        if (json.TokenType == JsonTokenType.String)
        {
            try
            {
                maxAge = XmlConvert.ToTimeSpan(json.GetString()!);
                if (maxAge >= TimeSpan.Zero && maxAge <= LongestAge)
                    return true;
            }
            catch (Exception error) when (error is FormatException or OverflowException)
            {
                // Said below.
            }
        }

        problem = "\"maxAge\" is not a duration from PT0S to ten years: write it as ISO 8601 does, an hour as \"PT1H\".";
        return false;
    }
}
