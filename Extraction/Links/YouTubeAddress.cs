using System.Buffers;
using System.Collections.Frozen;

namespace Extraction.Links;

/// <summary>
/// An address on one of YouTube's hosts, taken apart. Read by hand rather than by <see cref="Uri"/>, which repairs what
/// it is given: here a text that needs repair is refused, so that what was checked is what is used.
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

    /// <returns>The address, or why the text is none.</returns>
    public static (YouTubeAddress? Address, string? Why) Read(string text)
    {
        var rest = text.AsSpan();
        var scheme = rest.IndexOf("://");
        if (scheme >= 0 && rest.IndexOfAny(EndOfHost) > scheme)
        {
            if (!rest[..scheme].Equals("http", StringComparison.OrdinalIgnoreCase)
                && !rest[..scheme].Equals("https", StringComparison.OrdinalIgnoreCase))
                return (null, "Only http and https addresses are taken: copy the link from the browser's address bar.");
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
        return (new YouTubeAddress(
            ShortHosts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host), Segments(path), Parameters(query)), null);
    }

    private static string? WhyNotHost(ReadOnlySpan<char> host)
    {
        if (host.Contains('@'))
            return "Addresses with a user name are not taken: remove what stands before the @.";
        if (host.Contains(':'))
            return "Addresses with a port or an unknown scheme are not taken: begin with https:// and the host's name alone.";
        return LongHosts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host)
            || ShortHosts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(host)
            ? null
            : "Not a YouTube address: give a link on youtube.com or youtu.be, or a video id of 11 characters.";
    }

    private static string[] Segments(ReadOnlySpan<char> path) =>
        [.. path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    /// <summary>Of a parameter given twice the first counts, as for YouTube.</summary>
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
