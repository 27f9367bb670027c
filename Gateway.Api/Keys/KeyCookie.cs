namespace Gateway.Api.Keys;

/// <summary>
/// The key in a cookie, for the page: pictures, players and downloads can send no header. Scripts cannot read it and
/// no other site can have it sent.
/// </summary>
internal static class KeyCookie
{
    private const string Name = "api-key";

    public static string? Read(HttpRequest request) => request.Cookies[Name];

    /// <summary><c>POST /session</c> with the key in its header, which the guard has checked by then.</summary>
    public static IEndpointRouteBuilder MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/session", (HttpContext context) =>
            {
                if (KeyGuard.KeyOf(context.Request) is { } key)
                {
                    context.Response.Cookies.Append(Name, key, new CookieOptions
                    {
                        HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps,
                    });
                }

                return TypedResults.NoContent();
            })
            .WithName("BeginSession").WithTags("Status").WithSummary("Keep the key in a cookie of the browser")
            .WithDescription("For pages: the key of the request's header is sent along with everything that the browser asks for, until it is closed.");
        return routes;
    }
}
