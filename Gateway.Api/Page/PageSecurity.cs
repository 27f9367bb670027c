namespace Gateway.Api.Page;

/// <summary>
/// What a browser may do with anything that comes from here: least where titles and descriptions of strangers are
/// shown.
/// </summary>
internal static class PageSecurity
{
    /// <summary>
    /// Scripts, styles, pictures, sound and requests from this host alone, nothing inline. Trusted types, with no
    /// policy allowed, make the browser refuse any text that would become markup or code.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private const string PermissionsPolicy = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

    public static void Apply(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
    }
}
