using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ServiceDefaults.Health;

/// <summary>
/// Who is told about health, by the name that was asked: <c>Health:Hosts</c>, separated by commas, where <c>*.a.b</c>
/// is
/// any name below <c>a.b</c> and <c>ip</c> any address. A platform's probes ask by address, and the world by the public
/// name, under which there is then no health. Not set: whoever reaches the host.
/// </summary>
internal sealed class HealthHosts
{
    private const string AnyAddress = "ip";

    private readonly IList<StringSegment> names;
    private readonly bool addresses;

    private HealthHosts(string[] hosts)
    {
        names = [.. hosts.Where(host => host != AnyAddress).Select(host => new StringSegment(host))];
        addresses = hosts.Contains(AnyAddress);
    }

    /// <returns>Null when all may know.</returns>
    public static HealthHosts? From(string? setting)
    {
        var hosts = (setting ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return hosts.Length == 0 ? null : new HealthHosts(hosts);
    }

    public bool Allows(HostString asked) =>
        (addresses && IPAddress.TryParse(asked.Host, out _)) || HostString.MatchesAny(asked.Host, names);
}

internal static class HealthHostsMiddleware
{
    public static void UseHealthHosts(this WebApplication app)
    {
        if (HealthHosts.From(app.Configuration["Health:Hosts"]) is not { } hosts)
            return;

        app.Use((context, next) =>
        {
            if (!HealthEndpoints.IsHealth(context.Request.Path) || hosts.Allows(context.Request.Host))
                return next(context);

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
