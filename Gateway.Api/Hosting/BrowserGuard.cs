using Gateway.Api.Page;
using Gateway.Api.Problems;

namespace Gateway.Api.Hosting;

/// <summary>
/// Keeps other sites from using a visitor's browser against this gateway, which on a person's own machine asks for no
/// key: changes that a browser says come from another site are refused, and answers cannot be framed or sniffed.
/// </summary>
internal static class BrowserGuard
{
    public static IApplicationBuilder UseBrowserGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        PageSecurity.Apply(context.Response.Headers);
        return IsForeign(context.Request)
            ? Problem.Of(
                StatusCodes.Status403Forbidden,
                "This request was made by the page of another site: use this gateway's own page.")
                .ExecuteAsync(context)
            : next(context);
    });

    // Browsers send this header and let no page change it; other clients do not send it.
    private static bool IsForeign(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        && request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site[0] is not ("same-origin" or "none");
}
