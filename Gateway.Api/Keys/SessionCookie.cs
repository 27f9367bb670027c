namespace Gateway.Api.Keys;

/// <summary>
/// Keeps the token of a session, because images, players, and downloads cannot send headers. Scripts cannot read it,
/// and requests from other sites do not carry it. Over HTTPS its name binds it to this host and to HTTPS.
/// </summary>
internal static class SessionCookie
{
    private const string Name = "links-session";
    private const string SecureName = "__Host-links-session";

    public static string? Read(HttpRequest request) => request.Cookies[NameFor(request)];

    public static void Set(HttpContext context, string token) => context.Response.Cookies.Append(
        NameFor(context.Request), token, Options(context.Request, Sessions.Lifetime));

    public static void Delete(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request, maxAge: null));

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : Name;

    private static CookieOptions Options(HttpRequest request, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        Path = "/",
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
    };
}
