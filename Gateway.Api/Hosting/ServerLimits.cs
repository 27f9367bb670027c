using Jobs;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Hosting;

/// <summary>Configures the limits of the server. An endpoint that needs more overrides them.</summary>
internal static class ServerLimits
{
    private const int MaxHeaderBytes = 16 * 1024;

    /// <summary>Only live events and waiting for results take longer; they have limits of their own.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Time to close stores and exporters after the jobs in flight have drained.</summary>
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(5);

    public static IHostApplicationBuilder AddServerLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit.OfServer;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        });
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = RequestTimeout });
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<JobsOptions>>(
            (host, jobs) => host.ShutdownTimeout = jobs.Value.DrainTimeout + AfterDrain);
        return builder;
    }
}
