using System.Collections.Immutable;

namespace StandIn.Proxy;

/// <summary>The hosts that the stand-in answers for.</summary>
internal static class YouTubeHosts
{
    public static readonly ImmutableArray<string> Domains =
    [
        "youtube.com", "youtu.be", "youtube-nocookie.com", "googlevideo.com", "ytimg.com", "googleapis.com", "ggpht.com",
    ];

    /// <summary>True when the first line of a proxy request is <c>CONNECT</c> to port 443 of one of them.</summary>
    public static bool InConnect(string head) =>
        head.Split('\r', 2)[0].Split(' ') is ["CONNECT", var authority, _]
        && authority.EndsWith(":443", StringComparison.Ordinal)
        && Contains(authority[..^4]);

    public static bool Contains(string host) => Domains.Any(domain =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase));
}
