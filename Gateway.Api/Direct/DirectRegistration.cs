using Jobs.Running;

namespace Gateway.Api.Direct;

internal static class DirectRegistration
{
    /// <summary>After the transport of jobs: where the jobs run in this process, so do direct ones.</summary>
    public static IHostApplicationBuilder AddDirectTransport(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(JobRunner)))
            builder.Services.AddSingleton<IDirectTransport, InProcessDirectTransport>();
        builder.Services.AddSingleton<DirectRuns>();
        return builder;
    }
}
