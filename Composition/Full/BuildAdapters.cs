using Adapters.Kafka;
using Adapters.MongoDb;
using Adapters.YoutubeExplode;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Composition;

/// <summary>The adapters whose packages only the full build has (docs/adr/0002).</summary>
internal static class BuildAdapters
{
    public static IHostApplicationBuilder AddMongoDb(IHostApplicationBuilder builder) => builder.AddMongoStores();

    /// <summary>The source that runs inside this process.</summary>
    public static IHostApplicationBuilder AddInProcessSource(IHostApplicationBuilder builder) =>
        builder.AddYoutubeExplode();

    /// <summary>
    /// Registers the producer as Aspire does, so that it is configured and measured like every other Aspire client:
    /// <c>Aspire:Confluent:Kafka:Producer</c>. Our settings override its own because they include that section.
    /// </summary>
    public static IHostApplicationBuilder AddProducer(IHostApplicationBuilder builder)
    {
        var config = KafkaProducer.Config(builder.Configuration);

        // Its only message says at each start that our settings override its own.
        builder.Logging.AddFilter("Aspire.Confluent.Kafka", LogLevel.Error);
        builder.AddKafkaProducer<string, byte[]>(
            "kafka",
            settings =>
            {
                // Its health check produces messages to its own topic; ours reads the metadata.
                settings.DisableHealthChecks = true;

                // Our spans carry the job's own trace, and end with the confirmation.
                settings.DisableTracing = true;
                foreach (var (name, value) in config)
                    settings.Config.Set(name, value);
            },
            KafkaProducer.Listen);
        return builder.UseRegisteredProducer();
    }
}
