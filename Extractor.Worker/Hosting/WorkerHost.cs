using Composition;
using Jobs;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Extractor.Worker.Hosting;

internal static class WorkerHost
{
    /// <summary>Nobody sends this host more than a message or some links.</summary>
    private const long MaxBodyBytes = 1024 * 1024;

    /// <summary>After the drain: jobs that did not end are told to stop and put back, and the group is left.</summary>
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(10);

    /// <summary>What the host bounds, and whether its store is there.</summary>
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
