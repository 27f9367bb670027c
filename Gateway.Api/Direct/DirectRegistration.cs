using Jobs;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Direct;

internal static class DirectRegistration
{
    /// <summary>
    /// After the transport of jobs: where the jobs run in this process, so do direct ones; else a worker is asked, if
    /// one is known.
    /// </summary>
    public static IHostApplicationBuilder AddDirectTransport(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(JobRunner)))
        {
            builder.Services.AddSingleton<IDirectTransport, InProcessDirectTransport>();
        }
        else if (WorkerAddresses.From(builder.Configuration) is { } workers)
        {
            builder.Services.AddSingleton(workers);
            builder.Services.AddHttpClient<IDirectTransport, HttpDirectTransport>((services, client) =>
                // The attempt bounds itself; this is for a worker that has gone silent.
                client.Timeout = services.GetRequiredService<IOptions<JobsOptions>>().Value.AttemptTimeout + TimeSpan.FromSeconds(30));
        }

        builder.Services.AddSingleton<DirectRuns>();
        return builder;
    }
}
