using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Adapters.Webhooks;

/// <summary>
/// Whether an address may be told, as far as its text says; what its name resolves to is looked at when it is connected
/// to.
/// </summary>
public static class WebhookAddress
{
    public const int MaxLength = 2048;

    public static bool TryParse(
        string text, WebhookOptions options, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? problem)
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
            return "This gateway sends no webhooks: leave \"webhook\" out, or have Webhooks:Secret and Webhooks:AllowedHosts set.";
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out address) || address.Host.Length == 0)
            return $"\"webhook\" is not an address of at most {MaxLength} characters: write it as https://host/path.";
        if (address.UserInfo.Length > 0)
            return "\"webhook\" has a user name in it: leave it out; the signature shows who sends.";

        var isHere = IsLoopback(address);
        if (isHere && options.AllowLoopback && address.Scheme is "http" or "https")
            return null;
        if (address.Scheme != Uri.UriSchemeHttps)
            return "\"webhook\" is not an https address: the receiver must be sure of what it reads.";
        if (IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal) && !PublicAddress.IsPublic(literal))
            return "\"webhook\" names an address that is not public: name a host that the whole net can reach.";
        return options.AllowAnyPublicHost
            || options.AllowedHosts.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"\"webhook\" names the host {address.IdnHost}, which is not one of Webhooks:AllowedHosts: have it added there, or name another.";
    }

    internal static bool IsLoopback(Uri address) =>
        address.IdnHost == "localhost"
            || (IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal) && IPAddress.IsLoopback(literal));
}
