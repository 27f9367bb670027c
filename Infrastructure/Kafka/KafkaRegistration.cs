using Confluent.Kafka;
using Infrastructure.Kafka.Consuming;
using Infrastructure.Kafka.Events;
using Infrastructure.Kafka.Publishing;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Infrastructure.Kafka;

internal static partial class KafkaRegistration
{
    private const string Live = "live";

    /// <summary>For the process that accepts: publishes jobs and listens to events.</summary>
    public static IHostApplicationBuilder AddKafkaGateway(this IHostApplicationBuilder builder)
    {
        builder.AddKafka();
        builder.Services.AddHostedService<EventListener>();
        builder.Services.AddHealthChecks().AddCheck<BrokerHealth>("broker", HealthStatus.Degraded);
        return builder;
    }

    /// <summary>For a process that runs jobs.</summary>
    public static IHostApplicationBuilder AddKafkaWorker(this IHostApplicationBuilder builder)
    {
        builder.AddKafka();
        builder.AddDeadLetterTopic();
        builder.AddJobRunner().AddWorkerHeartbeat();
        builder.Services.AddSingleton<ConsumerStatus>();
        builder.Services.AddSingleton<IPartitionAssignment>(services => services.GetRequiredService<ConsumerStatus>());
        builder.Services.AddSingleton<DeliveryRunner>();
        // After the runner's services: at a shutdown it drains first, while its leases are still kept.
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
        var added = false;
        AddAspireProducer(builder, ref added);
        if (!added)
            builder.Services.AddSingleton(BuildProducer);
        builder.Services.AddSingleton<IJobQueue, KafkaQueue>();
        builder.Services.AddSingleton<IJobEvents, KafkaEvents>();
        builder.Services.AddSingleton<Topics>();
        builder.Services.AddHostedService(services =>
        {
            // Here and not in its constructor: the producer tells the watch, so it cannot be made of it.
            var watch = services.GetRequiredService<BrokerMonitor>();
            watch.Use(services.GetRequiredService<IProducer<string, byte[]>>().Handle);
            return watch;
        });
        builder.Services.AddHostedService(services => services.GetRequiredService<Topics>());
    }

    private static IProducer<string, byte[]> BuildProducer(IServiceProvider services)
    {
        var producer = new ProducerBuilder<string, byte[]>(services.GetRequiredService<KafkaSettings>().Producer());
        Listen(services, producer);
        return producer.Build();
    }

    /// <summary>The same producer by Aspire.Confluent.Kafka, where the build has it.</summary>
    static partial void AddAspireProducer(IHostApplicationBuilder builder, ref bool added);

    private static void Listen(IServiceProvider services, ProducerBuilder<string, byte[]> producer)
    {
        // Validated before the client is made: what is wrong is said in a sentence, and not out of the client's code.
        _ = services.GetRequiredService<IOptions<KafkaOptions>>().Value;
        var logger = services.GetRequiredService<ILogger<KafkaQueue>>();
        var watch = services.GetRequiredService<BrokerMonitor>();
        producer
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .SetErrorHandler((_, error) =>
            {
                ClientLog.Write(logger, error);
                watch.OnError(error);
            });
    }

    /// <summary>Puts the topic in front of the store that is registered.</summary>
    private static void AddDeadLetterTopic(this IHostApplicationBuilder builder)
    {
        var store = builder.Services.LastOrDefault(service => service.ServiceType == typeof(IDeadLetterStore))
            ?? throw new InvalidOperationException("The stores must be added before the transport.");
        builder.Services.Remove(store);
        builder.Services.AddSingleton<IDeadLetterStore>(services => ActivatorUtilities.CreateInstance<DeadLetterTopic>(
            services, (IDeadLetterStore)Make(store, services)));
    }

    private static object Make(ServiceDescriptor service, IServiceProvider services) =>
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(services)
        ?? ActivatorUtilities.CreateInstance(services, service.ImplementationType!);
}
