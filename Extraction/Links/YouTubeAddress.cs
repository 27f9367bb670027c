using System.Buffers;
using System.Collections.Frozen;

namespace Extraction.Links;

/// <summary>
/// Represents the parts of an address on one of YouTube's hosts. Parsed by hand because <see cref="Uri"/> repairs
/// malformed input; here such input is refused, so that the text that was checked is the text that is used.
/// </summary>
internal sealed record YouTubeAddress(
    bool IsShort, IReadOnlyList<string> Path, IReadOnlyDictionary<string, string> Query)
{
    private static readonly FrozenSet<string> LongHosts = new[]
    {
        "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "gaming.youtube.com",
        "youtube-nocookie.com", "www.youtube-nocookie.com",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> ShortHosts =
        new[] { "youtu.be", "www.youtu.be" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> EndOfHost = SearchValues.Create("/?#");

    /// <returns>The address, or one sentence that says why the text is not an address.</returns>
    public static (YouTubeAddress? Address, string? Why) Read(string text)
    {
        var rest = text.AsSpan();
        var scheme = rest.IndexOf("://");
        if (scheme >= 0 && rest.IndexOfAny(EndOfHost) > scheme)
        {
            if (!rest[..scheme].Equals("http", StringComparison.OrdinalIgnoreCase)
                && !rest[..scheme].Equals("https", StringComparison.OrdinalIgnoreCase))
            {
                return (null,
                    "Only http and https addresses are accepted: copy the link from the browser's address bar.");
            }

            rest = rest[(scheme + 3)..];
        }
        else if (rest.StartsWith("//"))
        {
            rest = rest[2..];
        }

        var end = rest.IndexOfAny(EndOfHost);
        var host = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[end..];
        if (WhyNotHost(host) is { } why)
            return (null, why);

        var fragment = rest.IndexOf('#');
        if (fragment >= 0)
            rest = rest[..fragment];
        var question = rest.IndexOf('?');
        var path = question < 0 ? rest : rest[..question];
        var query = question < 0 ? [] : rest[(question + 1)..];
        var isShort = ShortHosts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host);
        return (new YouTubeAddress(isShort, Segments(path), Parameters(query)), null);
    }

    private static string? WhyNotHost(ReadOnlySpan<char> host)
    {
        if (host.Contains('@'))
            return "Addresses with a user name are not accepted: remove everything before the @.";
        if (host.Contains(':'))
        {
            return "Addresses with a port or an unknown scheme are not accepted: "
                + "start with https:// and the host name alone.";
        }

        return LongHosts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host)
            || ShortHosts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host)
            ? null
            : "Not a YouTube address: use a link on youtube.com or youtu.be, or a video ID of 11 characters.";
    }

    private static string[] Segments(ReadOnlySpan<char> path) =>
        [.. path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    /// <summary>Reads the parameters. The first of several values counts, as on YouTube.</summary>
    private static Dictionary<string, string> Parameters(ReadOnlySpan<char> query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            if (equals > 0)
                parameters.TryAdd(pair[..equals].ToString(), Uri.UnescapeDataString(pair[(equals + 1)..]));
        }

        return parameters;
    }
}
