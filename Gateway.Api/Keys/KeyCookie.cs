namespace Gateway.Api.Keys;

/// <summary>
/// Keeps the key in a cookie for the page, because images, players, and downloads cannot send headers. Scripts cannot
/// read the cookie, and requests from other sites do not carry it.
/// </summary>
internal static class KeyCookie
{
    private const string Name = "api-key";

    public static string? Read(HttpRequest request) => request.Cookies[Name];

    /// <summary>
    /// Maps <c>POST /session</c>, which sets the cookie to the key of the request. The guard has checked the key.
    /// </summary>
    public static IEndpointRouteBuilder MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", (HttpContext context) =>
            {
                if (KeyGuard.KeyOf(context.Request) is { } key)
                {
                    context.Response.Cookies.Append(Name, key, new CookieOptions
                    {
                        HttpOnly = true,
                        IsEssential = true,
                        SameSite = SameSiteMode.Strict,
                        Secure = context.Request.IsHttps,
                    });
                }

                return TypedResults.NoContent();
            })
            .WithName("BeginSession").WithTags("Status").WithSummary("Keep the API key in a cookie")
            .WithDescription(
                "For web pages: the browser sends the key of this request with every later one until it is closed.");
        return routes;
    }
}
