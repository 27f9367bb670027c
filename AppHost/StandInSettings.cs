namespace AppHost;

/// <summary>
/// Environment variables of the stand-in for YouTube, and those that point a host's sources at it.
/// </summary>
internal static class StandInSettings
{
    /// <summary>The stand-in's own variable for the port of its pages and media.</summary>
    public const string Port = "StandIn__Port";

    /// <summary>The stand-in's own variable for the port of its proxy.</summary>
    public const string ProxyPort = "StandIn__ProxyPort";

    /// <summary>A host's variable for the proxy, as in <c>http://127.0.0.1:8080</c>.</summary>
    public const string Proxy = "Sources__YtDlp__Proxy";

    /// <summary>The real site's budgets do not apply.</summary>
    private const string Unlimited = "100000";

    /// <summary>A host's variables for the base address, as in <c>http://127.0.0.1:8080/</c>.</summary>
    public static IReadOnlyList<string> Addresses { get; } =
    [
        "Sources__YouTubeApi__BaseAddress",
        "Sources__YouTubeApi__OEmbedBaseAddress",
        "Sources__YouTubeExplode__BaseAddress",
        "Media__BaseAddress",
        "Thumbnails__BaseAddress",
    ];

    /// <summary>A host's variables that do not depend on an address.</summary>
    public static IReadOnlyDictionary<string, string> Fixed { get; } = new Dictionary<string, string>
    {
        ["Sources__YouTubeApi__ApiKey"] = "stand-in",
        ["Sources__YtDlp__NoCheckCertificates"] = "true",
        ["Sources__YtDlp__ExtractorArgs"] = "youtube:player_client=android;player_skip=webpage,configs,js",
        ["Sources__YouTubeApi__RequestsPerMinute"] = Unlimited,
        ["Sources__YouTubeExplode__RequestsPerMinute"] = Unlimited,
        ["Sources__YtDlp__RequestsPerMinute"] = Unlimited,
    };

    /// <returns>All variables of a host on the same machine as the stand-in.</returns>
    public static Dictionary<string, string> For(int port, int proxyPort)
    {
        var variables = new Dictionary<string, string>(Fixed) { [Proxy] = $"http://127.0.0.1:{proxyPort}" };
        foreach (var name in Addresses)
            variables[name] = $"http://127.0.0.1:{port}/";
        return variables;
    }
}
