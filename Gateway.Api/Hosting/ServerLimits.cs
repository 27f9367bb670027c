using Jobs;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Hosting;

/// <summary>What a client may ask of the server. An endpoint that needs more says so itself.</summary>
internal static class ServerLimits
{
    /// <summary>10,000 links of the usual length, and room for their tracking parameters.</summary>
    private const long MaxBodyBytes = 1024 * 1024;

    private const int MaxHeaderBytes = 16 * 1024;

    /// <summary>A browser holds a handful; this many is a flood or a mistake.</summary>
    private const int MaxConnections = 10_000;

    /// <summary>Nothing but live events and waiting for results takes longer, and these bound themselves.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <summary>After the drain of the work in flight: closing the stores and the exporters.</summary>
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(5);

    public static IHostApplicationBuilder AddServerLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = RequestTimeout });
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<JobsOptions>>(
            (host, jobs) => host.ShutdownTimeout = jobs.Value.DrainTimeout + AfterDrain);
        return builder;
    }
}
