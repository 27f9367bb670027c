using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Extraction.Requests;

/// <summary>Reads a <see cref="LinksRequest"/>, or states in one sentence why it cannot be read. Pure.</summary>
public static class LinksRequestReader
{
    /// <summary>Gets the JSON metadata of the contract, for the API description.</summary>
    public static IJsonTypeInfoResolver JsonTypes => LinksRequestJson.Default;

    public static bool TryReadJson(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out LinksRequest? request,
        [NotNullWhen(false)] out string? problem)
    {
        request = null;
        if (!TryDecode(ref body, out problem))
            return false;

        try
        {
            request = JsonSerializer.Deserialize(body, LinksRequestJson.Default.LinksRequest);
        }
        catch (JsonException error)
        {
            problem = LinksRequestProblem.Of(error, isObject: body.TrimStart(" \t\r\n"u8).StartsWith("{"u8));
            return false;
        }

        return IsValid(request, out problem);
    }

    /// <summary>Reads one link per line; options come from parameters. Blank lines are skipped.</summary>
    public static bool TryReadText(
        ReadOnlySpan<byte> body, Func<string, string?> parameter, [NotNullWhen(true)] out LinksRequest? request,
        [NotNullWhen(false)] out string? problem)
    {
        request = null;
        if (!TryDecode(ref body, out problem))
            return false;

        var links = new List<string>();
        foreach (var range in body.SplitAny("\r\n"u8))
        {
            var line = body[range].Trim(" \t"u8);
            if (line.Length > 0)
                links.Add(Encoding.UTF8.GetString(line));
        }

        return TryReadParameters(links, parameter, out request, out problem);
    }

    /// <summary>
    /// Reads the options of a request whose links are already known from parameters of a URL or form, by the same rules
    /// as JSON: <c>audio</c>, <c>bitrate</c>, <c>video</c>, <c>maxHeight</c>, <c>maxFps</c>, <c>captions</c> (separated
    /// by commas), <c>captionFormat</c>, <c>thumbnail</c>, <c>webhook</c>, <c>priority</c>.
    /// </summary>
    public static bool TryReadParameters(
        IReadOnlyList<string> links, Func<string, string?> parameter, [NotNullWhen(true)] out LinksRequest? request,
        [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        request = null;
        if (!ParameterMembers.TryToJson(parameter, out var members, out problem))
            return false;
        if (members is null)
        {
            request = new LinksRequest { Links = links };
            return true;
        }

        members.Add("links", new JsonArray());
        try
        {
            request = members.Deserialize(LinksRequestJson.Default.LinksRequest)! with { Links = links };
        }
        catch (JsonException error)
        {
            problem = LinksRequestProblem.Of(error, isObject: true);
            return false;
        }

        return IsValid(request, out problem);
    }

    private static bool IsValid(
        [NotNullWhen(true)] LinksRequest? request, [NotNullWhen(false)] out string? problem)
    {
        problem = request is null ? LinksRequestProblem.NotAnObject : request.ToMedia()?.Problem();
        return problem is null;
    }

    private static bool TryDecode(ref ReadOnlySpan<byte> body, [NotNullWhen(false)] out string? problem)
    {
        problem = Utf8.IsValid(body) ? null : "The body is not UTF-8: save or send the links in that encoding.";
        if (body.StartsWith("\uFEFF"u8))
            body = body["\uFEFF"u8.Length..];
        return problem is null;
    }
}
