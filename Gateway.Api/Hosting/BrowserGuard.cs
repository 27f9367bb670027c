using Gateway.Api.Page;
using Gateway.Api.Problems;

namespace Gateway.Api.Hosting;

/// <summary>
/// Protects against cross-site requests, because a gateway on a personal machine requires no key: refuses changes that
/// a browser sends for another site, and forbids framing and content sniffing.
/// </summary>
internal static class BrowserGuard
{
    public static IApplicationBuilder UseBrowserGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        PageSecurity.Apply(context.Response.Headers);
        return IsForeign(context.Request)
            ? Problem.Of(
                StatusCodes.Status403Forbidden,
                "This request was sent by the page of another site: use this gateway's own page.")
                .ExecuteAsync(context)
            : next(context);
    });

    // Browsers set this header and no page can change it; other clients do not send it.
    private static bool IsForeign(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        && request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site[0] is not ("same-origin" or "none");
}
