using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace ServiceDefaults.Requests;

/// <summary>
/// Names the span of a request by its route and gives it the status, as the instrumentation package would.
/// </summary>
internal static class RequestSpans
{
    public static IApplicationBuilder UseRequestSpans(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
            Describe(activity, context);
    });

    private static void Describe(Activity activity, HttpContext context)
    {
        var status = context.Response.StatusCode;
        if ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route)
        {
            activity.DisplayName = $"{context.Request.Method} {route}";
            activity.SetTag("http.route", route);
        }

        activity.SetTag("http.request.method", context.Request.Method);
        activity.SetTag("http.response.status_code", status);
        if (status < 500)
            return;

        activity.SetStatus(ActivityStatusCode.Error);
        activity.SetTag("error.type", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
