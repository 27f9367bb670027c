using Jobs;
using Jobs.Running;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Direct;

internal static class DirectRegistration
{
    /// <summary>Allowance for a worker that stops responding; the attempt has its own timeout.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds the direct transport: in this process if it runs jobs, else to the configured workers, if any. Call it
    /// after the transport of jobs.
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
                client.Timeout = services.GetRequiredService<IOptions<JobsOptions>>().Value.AttemptTimeout + Grace);
        }

        builder.Services.AddSingleton<DirectRuns>();
        return builder;
    }
}
