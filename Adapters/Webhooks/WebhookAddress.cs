using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Adapters.Webhooks;

/// <summary>
/// Parses a webhook address and checks that its text is allowed; the addresses that its name resolves to are checked
/// on connecting.
/// </summary>
public static class WebhookAddress
{
    public const int MaxLength = 2048;

    public static bool TryParse(
        string text,
        WebhookOptions options,
        [NotNullWhen(true)] out Uri? address,
        [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        address = null;
        problem = Problem(text, options, out var parsed);
        if (problem is null)
            address = parsed;
        return problem is null;
    }

    private static string? Problem(string text, WebhookOptions options, out Uri? address)
    {
        address = null;
        if (!options.AreSent)
            return "This gateway sends no webhooks: remove \"webhook\", "
                + "or set Webhooks:Secret and Webhooks:AllowedHosts on the gateway.";
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out address) || !HasHost(address))
            return $"\"webhook\" is not a URL of at most {MaxLength} characters: write it as https://host/path.";
        if (address.UserInfo.Length > 0)
            return "\"webhook\" contains a user name: remove it; the signature identifies the sender.";

        var isHere = IsLoopback(address);
        if (isHere && options.AllowLoopback && address.Scheme is "http" or "https")
            return null;
        if (address.Scheme != Uri.UriSchemeHttps)
            return "\"webhook\" is not an https URL: use https, so that the receiver can trust the message.";
        if (IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal) && !PublicAddress.IsPublic(literal))
            return "\"webhook\" contains an address that is not public: use a host reachable from the internet.";
        return options.AllowAnyPublicHost
            || options.AllowedHosts.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"\"webhook\" names the host {address.IdnHost}, which is not in Webhooks:AllowedHosts: "
                + "add it there, or use another host.";
    }

    /// <summary>Checks the host, which is converted late and then may turn out not to be convertible.</summary>
    private static bool HasHost(Uri address)
    {
        try
        {
            return address.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    internal static bool IsLoopback(Uri address) =>
        address.IdnHost == "localhost"
            || (IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal) && IPAddress.IsLoopback(literal));
}
