using Confluent.Kafka;
using Jobs.Events;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka.Events;

/// <summary>
/// Publishes job events to every gateway. Uses its own producer, so that a flood of events never fills the buffer of
/// jobs; events that do not fit into its buffer are dropped.
/// </summary>
internal sealed partial class KafkaEvents : IJobEvents, IDisposable
{
    private readonly IProducer<string, byte[]> producer;
    private readonly string topic;
    private readonly ILogger logger;
    private int dropping;

    public KafkaEvents(KafkaSettings settings, IOptions<KafkaOptions> options, ILogger<KafkaEvents> logger)
    {
        (topic, this.logger) = (options.Value.EventsTopic, logger);
        producer = new ProducerBuilder<string, byte[]>(settings.Events())
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => ClientLog.Write(logger, error))
            .Build();
    }

    public void Publish(JobEvent jobEvent)
    {
        try
        {
            // Keyed by submission, so that the events of a submission stay in order.
            producer.Produce(topic, new Message<string, byte[]>
            {
                Key = jobEvent.SubmissionId.ToString(),
                Value = JobEventJson.Write(jobEvent),
            });
            Volatile.Write(ref dropping, 0);
        }
        catch (KafkaException error)
        {
            if (Interlocked.Exchange(ref dropping, 1) == 0)
                Log.Dropping(logger, error.Error.Reason);
        }
        catch (ObjectDisposedException)
        {
            // A progress report that arrives after this process has stopped its work.
        }
    }

    public void Dispose()
    {
        // The events of the last jobs before a shutdown are worth a second: a client may be waiting for them.
        producer.Flush(TimeSpan.FromSeconds(1));
        producer.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Events are dropped until the broker accepts them again: {Reason}")]
        public static partial void Dropping(ILogger logger, string reason);
    }
}
