using Composition;
using Jobs;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Extractor.Worker.Hosting;

internal static class WorkerHost
{
    /// <summary>Maximum size of a request: this host receives messages of jobs and a few links.</summary>
    private const long MaxBodyBytes = 1024 * 1024;

    /// <summary>Maximum time after the drain to put back the remaining jobs and leave the group.</summary>
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(10);

    /// <summary>Adds the limits of the host and the health check of its store.</summary>
    public static IHostApplicationBuilder AddWorkerHost(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<JobsOptions>>(
            (host, jobs) => host.ShutdownTimeout = jobs.Value.DrainTimeout + AfterDrain);
        return builder.AddStoreHealth();
    }
}
