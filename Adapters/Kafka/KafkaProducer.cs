using Adapters.Kafka.Publishing;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka;

/// <summary>Builds the producers of the process, or configures those that another library builds.</summary>
public static class KafkaProducer
{
    /// <summary>Registers the producer as Confluent's client builds it.</summary>
    public static IHostApplicationBuilder AddKafkaProducer(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<Func<IProducer<string, byte[]>>>(services => () =>
        {
            var producer = new ProducerBuilder<string, byte[]>(services.GetRequiredService<KafkaSettings>().Producer());
            Listen(services, producer);
            return producer.Build();
        });
        return builder;
    }

    /// <summary>
    /// Takes the registered producer as the model of all: one that fails for good is replaced, so nobody may keep it.
    /// </summary>
    public static IHostApplicationBuilder UseRegisteredProducer(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var registered = builder.Services.Last(service => service.ServiceType == typeof(IProducer<string, byte[]>));
        builder.Services.Remove(registered);
        builder.Services.AddSingleton<Func<IProducer<string, byte[]>>>(services => () =>
            (IProducer<string, byte[]>)registered.ImplementationFactory!(services));
        return builder;
    }

    /// <summary>The producer's settings, from the section <c>Kafka</c> and from Aspire's own.</summary>
    public static ProducerConfig Config(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = configuration.GetSection(KafkaOptions.Section).Get<KafkaOptions>() ?? new KafkaOptions();
        return new KafkaSettings(Options.Create(options), configuration).Producer();
    }

    /// <summary>Sends the client's log and errors to the host's log and to the broker monitor.</summary>
    /// <exception cref="OptionsValidationException">The section <c>Kafka</c> is invalid.</exception>
    public static void Listen(IServiceProvider services, ProducerBuilder<string, byte[]> producer)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(producer);

        // Validated before the client is built, so that a bad setting is one sentence and not a client error.
        _ = services.GetRequiredService<IOptions<KafkaOptions>>().Value;
        var logger = services.GetRequiredService<ILogger<KafkaQueue>>();
        var monitor = services.GetRequiredService<BrokerMonitor>();
        producer
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .SetErrorHandler((client, error) =>
            {
                ClientLog.Write(logger, error);
                monitor.OnError(client, error);
            });
    }
}
