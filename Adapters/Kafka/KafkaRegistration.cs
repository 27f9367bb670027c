using Adapters.Kafka.Consuming;
using Adapters.Kafka.Events;
using Adapters.Kafka.Publishing;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

public static class KafkaRegistration
{
    private const string Live = "live";

    /// <summary>
    /// Adds the gateway's side: publishes jobs and listens to events. Needs a producer: <see cref="KafkaProducer"/>.
    /// </summary>
    public static IHostApplicationBuilder AddKafkaGateway(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddKafka();
        builder.Services.AddHostedService<EventListener>();
        builder.Services.AddHealthChecks().AddCheck<BrokerHealth>("broker", HealthStatus.Degraded);
        return builder;
    }

    /// <summary>
    /// Adds the worker's side: consumes and runs jobs. Needs a producer: <see cref="KafkaProducer"/>.
    /// </summary>
    public static IHostApplicationBuilder AddKafkaWorker(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddKafka();
        builder.AddDeadLetterTopic();
        builder.AddJobRunner().AddWorkerHeartbeat();
        builder.Services.AddSingleton<ConsumerStatus>();
        builder.Services.AddSingleton<IPartitionAssignment>(services => services.GetRequiredService<ConsumerStatus>());
        builder.Services.AddSingleton<MessageProcessor>();
        // After the runner's services: at shutdown it drains first, while leases are still renewed.
        builder.Services.AddHostedService<JobListener>();
        builder.Services.AddHealthChecks()
            .AddCheck<BrokerHealth>("broker")
            .AddCheck<AssignmentHealth>("partitions")
            .AddCheck<PollHealth>("poll", tags: [Live]);
        return builder;
    }

    private static void AddKafka(this IHostApplicationBuilder builder)
    {
        KafkaLibrary.Ensure();
        builder.Services.AddOptions<KafkaOptions>()
            .BindConfiguration(KafkaOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<KafkaOptions>, SecurityCheck>();
        builder.Services.AddSingleton<KafkaSettings>();
        builder.Services.AddSingleton<KafkaTelemetry>();
        builder.Services.AddSingleton<BrokerMonitor>();
        builder.Services.AddSingleton<DeliveryStatus>();
        builder.Services.AddSingleton<JobProducer>();
        builder.Services.AddSingleton<IJobQueue, KafkaQueue>();
        builder.Services.AddSingleton<IJobEvents, KafkaEvents>();
        builder.Services.AddSingleton<Topics>();
        builder.Services.AddHostedService(services =>
        {
            // Not in its constructor: the producer reports errors to the monitor, so it depends on it.
            _ = services.GetRequiredService<JobProducer>();
            return services.GetRequiredService<BrokerMonitor>();
        });
        builder.Services.AddHostedService(services => services.GetRequiredService<Topics>());
    }

    /// <summary>Decorates the registered store with the topic.</summary>
    private static void AddDeadLetterTopic(this IHostApplicationBuilder builder)
    {
        var store = builder.Services.LastOrDefault(service => service.ServiceType == typeof(IDeadLetterStore))
            ?? throw new InvalidOperationException(
                "No dead letter store is registered: add the stores before the transport.");
        builder.Services.Remove(store);
        builder.Services.AddSingleton<IDeadLetterStore>(services => ActivatorUtilities.CreateInstance<DeadLetterTopic>(
            services, (IDeadLetterStore)Create(store, services)));
    }

    private static object Create(ServiceDescriptor service, IServiceProvider services) =>
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(services)
        ?? ActivatorUtilities.CreateInstance(services, service.ImplementationType!);
}
