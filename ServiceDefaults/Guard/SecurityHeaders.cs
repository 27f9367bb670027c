using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Guard;

/// <summary>
/// Sets headers that limit what browsers do with responses, which contain titles and descriptions written by
/// strangers.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Allows scripts, styles, images, media, and requests of this host only, and nothing inline. Trusted types without
    /// any policy make the browser refuse text that would become markup or code.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private const string PermissionsPolicy = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    private static readonly Func<object, Task> Apply = static response =>
    {
        var headers = ((HttpResponse)response).Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
        return Task.CompletedTask;
    };

    /// <summary>
    /// Sets the headers when the response starts, because the handler of exceptions removes those set earlier.
    /// </summary>
    public static void Add(HttpResponse response) => response.OnStarting(Apply, response);
}
