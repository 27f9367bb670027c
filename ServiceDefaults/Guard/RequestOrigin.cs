using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Guard;

/// <summary>Finds out if a browser sent a request for the page of another site.</summary>
internal static class RequestOrigin
{
    private const string SchemeEnd = "://";

    private static readonly string[] Embeds = ["object", "embed", "iframe", "frame", "fencedframe"];

    /// <summary>
    /// Returns a sentence if the page of another site sent the request; null otherwise. Programs send neither header,
    /// and no page can change them.
    /// </summary>
    public static string? WhyForeign(HttpRequest request) =>
        WhyForeignOrigin(request) ?? (HasForeignSite(request)
            ? "This request was sent by the page of another site: use this gateway's own page."
            : null);

    /// <summary>Returns true if a page sent the request, its own or another.</summary>
    public static bool IsOfPage(HttpRequest request) =>
        request.Headers.ContainsKey("Origin")
        || (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "none");

    private static string? WhyForeignOrigin(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Origin", out var origins))
            return null;
        if (origins.Count == 1 && IsOwn(origins[0]!, request.Scheme, request.Host))
            return null;

        // A proxy that ends TLS and does not say so.
        var other = request.IsHttps ? "http" : "https";
        return origins.Count == 1 && IsOwn(origins[0]!, other, request.Host)
            ? $"The page is at {other}://{request.Host.Value}, but this request arrived over {request.Scheme}: let the "
                + "proxy send X-Forwarded-Proto, and set ASPNETCORE_FORWARDEDHEADERS_ENABLED=true."
            : "This request was sent by a page at another address: use this gateway's own page, and let a proxy keep "
                + "the header Host.";
    }

    private static bool IsOwn(string origin, string scheme, HostString host)
    {
        var authority = host.Port is { } port && port == (scheme == "https" ? 443 : 80) ? host.Host : host.Value ?? "";
        return authority.Length > 0
            && origin.Length == scheme.Length + SchemeEnd.Length + authority.Length
            && origin.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && origin.AsSpan(scheme.Length).StartsWith(SchemeEnd, StringComparison.Ordinal)
            && origin.EndsWith(authority, StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasForeignSite(HttpRequest request) =>
        request.Headers.TryGetValue("Sec-Fetch-Site", out var site)
        && (site.Count != 1 || (site[0] is not ("same-origin" or "none") && !IsLink(request)));

    /// <summary>Returns true if the user followed a link, which changes nothing and shows the page.</summary>
    private static bool IsLink(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers["Sec-Fetch-Mode"] == "navigate"
        && !Embeds.Contains(request.Headers["Sec-Fetch-Dest"].ToString());
}
