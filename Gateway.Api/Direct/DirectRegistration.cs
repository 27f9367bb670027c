using Jobs;
using Jobs.Running;
using Microsoft.Extensions.Options;
using ServiceDefaults.Guard;

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
            builder.Services.AddOptions<DirectOptions>().Validate(
                direct => direct.Secret.Length > 0,
                "Services:Extractor names workers, but Direct:Secret is not set: set the same secret for the gateway "
                + "and its workers.");
            builder.Services.AddHttpClient<IDirectTransport, HttpDirectTransport>((services, client) =>
            {
                client.Timeout = services.GetRequiredService<IOptions<JobsOptions>>().Value.AttemptTimeout + Grace;
                client.DefaultRequestHeaders.Authorization =
                    new("Bearer", services.GetRequiredService<IOptions<DirectOptions>>().Value.Secret);
            });
        }

        builder.Services.AddSingleton<DirectRuns>();
        return builder;
    }
}
