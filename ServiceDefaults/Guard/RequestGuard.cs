using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using ServiceDefaults.Connections;
using ServiceDefaults.Health;

namespace ServiceDefaults.Guard;

/// <summary>
/// Precedes everything else that a host does with a request: refuses unknown host names and pages of other sites, and
/// on a worker callers without its secret. Every response gets the security headers.
/// </summary>
internal sealed class RequestGuard(
    IOptions<GuardOptions> options, IOptions<DirectOptions> direct, IConfiguration configuration) : IStartupFilter
{
    private readonly HostNames names = new(options.Value.AllowedHosts);
    private readonly DirectSecret? secret = options.Value.ServesPages ? null : new DirectSecret(direct.Value);

    /// <summary>The endpoints of health have a list of their own, if it is set.</summary>
    private readonly bool hasHealthHosts = HealthHosts.From(configuration) is not null;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(HandleAsync);
        next(app);
    };

    private Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        SecurityHeaders.Add(context.Response);
        context.Features.Get<OpenConnection>()?.Begin(context.Response);
        var request = context.Request;
        var isHealth = HealthEndpoints.IsHealth(request.Path);
        if (!(isHealth && hasHealthHosts) && !names.Allows(request.Host))
            return RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, UnknownHost(request.Host.Host));
        if (secret is null)
        {
            return RequestOrigin.WhyForeign(request) is { } sentence
                ? RefuseAsync(context, StatusCodes.Status403Forbidden, sentence)
                : next(context);
        }

        if (RequestOrigin.IsOfPage(request))
            return RefuseAsync(context, StatusCodes.Status403Forbidden, "A worker has no page: send this to the gateway.");
        if (isHealth || secret.IsOf(request))
            return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return RefuseAsync(context, StatusCodes.Status401Unauthorized, secret.WhyRefused);
    }

    private static string UnknownHost(string name) =>
        $"The host name \"{(name.Length <= 80 ? name : name[..80] + "…")}\" is not known here: use localhost or an "
        + "address, or add the name to the setting AllowedHosts.";

    private static Task RefuseAsync(HttpContext context, int status, string sentence) =>
        TypedResults.Problem(sentence, statusCode: status).ExecuteAsync(context);
}
