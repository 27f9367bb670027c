namespace AppHost.Processes;

/// <summary>
/// Represents the gateway's address: the one in its arguments, or else localhost with the chosen port.
/// </summary>
internal sealed record GatewayAddress(string Urls)
{
    private const string Option = "--urls";

    /// <summary>Hosts that mean every interface of the machine, and are no address to open.</summary>
    private static readonly string[] Any = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>Gets the address that a browser of this machine opens.</summary>
    public Uri Local { get; } = Parse(Urls);

    /// <returns>Null if the gateway's arguments have an address that cannot be parsed.</returns>
    public static GatewayAddress? From(Choices choices, IReadOnlyList<string> forGateway)
    {
        for (var at = forGateway.Count - 1; at >= 0; at--)
        {
            var urls = forGateway[at] == Option && at + 1 < forGateway.Count ? forGateway[at + 1]
                : forGateway[at].StartsWith($"{Option}=",
                StringComparison.Ordinal) ? forGateway[at][(Option.Length + 1)..]
                : null;
            if (urls is not null)
                return Uri.TryCreate(WithoutAny(urls), UriKind.Absolute, out _) ? new GatewayAddress(urls) : null;
        }

        return new GatewayAddress($"http://localhost:{choices.GatewayPort}");
    }

    private static Uri Parse(string urls) => new(WithoutAny(urls));

    private static string WithoutAny(string urls)
    {
        var first = urls.Split(';', 2)[0].Trim();
        return Any.Aggregate(first, (url, host) =>
            url.Replace($"//{host}:", "//localhost:", StringComparison.Ordinal));
    }
}
