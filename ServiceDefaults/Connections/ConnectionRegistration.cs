using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ServiceDefaults.Connections;

internal static class ConnectionRegistration
{
    /// <summary>Adds the limits of connections to every endpoint of the server.</summary>
    public static void Add(IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section).ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<OpenConnections>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<OpenConnections, IOptions<ServerOptions>>(
            (kestrel, connections, options) =>
            {
                kestrel.Limits.RequestHeadersTimeout = options.Value.HeadersTimeout;
                kestrel.ConfigureEndpointDefaults(endpoint =>
                    endpoint.Use(next => connection => connections.RunAsync(connection, next)));
            });
    }
}
