using Adapters.InProcess;
using Adapters.Kafka;
using Jobs.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Composition;

/// <summary>Chooses the transport of jobs and events by configuration.</summary>
public static class TransportRegistration
{
    /// <summary>True when <c>ConnectionStrings:kafka</c> is set: other processes run the jobs.</summary>
    public static bool HasWorkers(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return !string.IsNullOrWhiteSpace(builder.Configuration.GetConnectionString("kafka"));
    }

    /// <summary>
    /// Adds the transport of the process that accepts jobs: Kafka when <c>ConnectionStrings:kafka</c> is set, else an
    /// in-process queue, and then this process runs the jobs too.
    /// </summary>
    public static IHostApplicationBuilder AddTransport(this IHostApplicationBuilder builder) =>
        builder.HasWorkers() ? BuildAdapters.AddProducer(builder.AddKafkaGateway()) : builder.AddInProcessTransport();

    /// <summary>
    /// Adds the transport of a process that only runs jobs. Call after <see cref="StoreRegistration.AddStores"/>.
    /// </summary>
    /// <exception cref="CannotStartException">No broker is configured.</exception>
    public static IHostApplicationBuilder AddWorkerTransport(this IHostApplicationBuilder builder) =>
        builder.HasWorkers()
            ? BuildAdapters.AddProducer(builder.AddKafkaWorker())
            : throw new CannotStartException(
                "ConnectionStrings:kafka is not set: set it to the brokers, as in host:9092, "
                + "or run the gateway without workers.");
}
