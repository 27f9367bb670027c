using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Infrastructure.Kafka;

internal static partial class KafkaRegistration
{
    /// <summary>
    /// Registers the producer as Aspire does, so that it is configured and measured like every other Aspire client:
    /// <c>Aspire:Confluent:Kafka:Producer</c>. Our settings are set over its own because they have read that section too.
    /// </summary>
    static partial void AddAspireProducer(IHostApplicationBuilder builder, ref bool added)
    {
        var options = builder.Configuration.GetSection(KafkaOptions.Section).Get<KafkaOptions>() ?? new KafkaOptions();
        var ours = new KafkaSettings(Options.Create(options), builder.Configuration).Producer();
        // Its log has one line to say, at each start: that ours is in its place.
        builder.Logging.AddFilter("Aspire.Confluent.Kafka", LogLevel.Error);
        builder.AddKafkaProducer<string, byte[]>(
            "kafka",
            settings =>
            {
                // Its health check produces a message a time into a topic of its own; ours asks for the metadata.
                settings.DisableHealthChecks = true;

                // Our spans carry the job's own trace, and end with the confirmation.
                settings.DisableTracing = true;
                foreach (var (name, value) in ours)
                    settings.Config.Set(name, value);
            },
            Listen);
        added = true;
    }
}
