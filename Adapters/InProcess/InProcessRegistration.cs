using Jobs;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Adapters.InProcess;

public static class InProcessRegistration
{
    /// <summary>
    /// Accepts and runs jobs in this process, which must be the only process that runs jobs of its store.
    /// </summary>
    public static IHostApplicationBuilder AddInProcessTransport(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<InProcessQueue>();
        builder.Services.AddSingleton<IJobQueue>(services => services.GetRequiredService<InProcessQueue>());
        builder.Services.AddSingleton<IJobEvents>(services => services.GetRequiredService<EventHub>());
        builder.Services.AddSingleton<IPartitionAssignment>(services => services.GetRequiredService<InProcessQueue>());
        builder.AddJobRunner();

        // After the runner's services: at shutdown it drains first, while leases are still renewed.
        builder.Services.AddHostedService<InProcessConsumer>();
        return builder;
    }
}
