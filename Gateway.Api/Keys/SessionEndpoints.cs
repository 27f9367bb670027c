using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Keys;

/// <summary>Maps the begin and the end of a page's session. The guard has checked the key.</summary>
internal static class SessionEndpoints
{
    public const string Path = "/session";

    public static IEndpointRouteBuilder MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, BeginAsync)
            .WithName("BeginSession").WithTags("Status").WithSummary("Begin a session of a web page")
            .WithDescription(
                "For web pages: sets a cookie that stands for the key of this request, for 12 hours or until the end "
                + "of the session.");
        routes.MapDelete(Path, EndAsync)
            .WithName("EndSession").WithTags("Status").WithSummary("End the session of a web page");
        return routes;
    }

    private static async Task<NoContent> BeginAsync(
        HttpContext context, Sessions sessions, CancellationToken cancellationToken)
    {
        if (KeyGuard.ClientOf(context) is { } client)
            SessionCookie.Set(context, await sessions.BeginAsync(client, cancellationToken));
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndAsync(
        HttpContext context, Sessions sessions, CancellationToken cancellationToken)
    {
        if (SessionCookie.Read(context.Request) is { } token)
            await sessions.EndAsync(token, cancellationToken);
        SessionCookie.Delete(context);
        return TypedResults.NoContent();
    }
}
