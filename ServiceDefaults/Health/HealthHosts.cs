using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace ServiceDefaults.Health;

/// <summary>
/// Restricts the health endpoints to requests for certain host names: <c>Health:Hosts</c>, separated by commas, where
/// <c>*.a.b</c> is any name below <c>a.b</c> and <c>ip</c> is any IP address. A platform's probes use an address and
/// the public uses the public name, under which the endpoints then do not exist. If not set, any name is allowed.
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

    /// <returns>Null if any name is allowed.</returns>
    public static HealthHosts? From(IConfiguration configuration) =>
        From(configuration[$"{HealthOptions.Section}:{nameof(HealthOptions.Hosts)}"]);

    /// <inheritdoc cref="From(IConfiguration)"/>
    public static HealthHosts? From(string? setting)
    {
        var hosts = (setting ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return hosts.Length == 0 ? null : new HealthHosts(hosts);
    }

    public bool Allows(HostString host) =>
        (addresses && IPAddress.TryParse(host.Host, out _)) || HostString.MatchesAny(host.Host, names);
}

internal static class HealthHostsMiddleware
{
    public static void UseHealthHosts(this WebApplication app)
    {
        if (HealthHosts.From(app.Configuration) is not { } hosts)
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
