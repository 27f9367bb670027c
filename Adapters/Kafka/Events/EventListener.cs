using Confluent.Kafka;
using Jobs.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka.Events;

/// <summary>
/// Receives the events of all workers and passes them to this process's watchers. Reads every partition from its end,
/// without a group: each gateway receives every event, and one that was down has missed events, not state.
/// </summary>
internal sealed partial class EventListener(
    KafkaSettings settings,
    EventHub hub,
    Topics topics,
    IOptions<KafkaOptions> options,
    TimeProvider clock,
    ILogger<EventListener> logger) : BackgroundService
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PartitionsInterval = TimeSpan.FromSeconds(10);

    /// <summary>Interval between looks for partitions while none is known.</summary>
    private static readonly TimeSpan NoPartitionsInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(2);

    private readonly string topic = options.Value.EventsTopic;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await topics.Ready.WaitAsync(stoppingToken);
        await ConsumerThread.KeepRunningAsync(topic, Listen, clock, logger, stoppingToken);
    }

    private void Listen(CancellationToken stopping)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(settings.Listener())
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => ClientLog.Write(logger, error))
            .Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var known = 0;
        long? lookedAt = null;
        while (!stopping.IsCancellationRequested)
        {
            var interval = known == 0 ? NoPartitionsInterval : PartitionsInterval;
            if (lookedAt is not { } last || clock.GetElapsedTime(last) >= interval)
            {
                known = AssignNewPartitions(consumer, admin, known);
                lookedAt = clock.GetTimestamp();
            }

            try
            {
                if (consumer.Consume(PollTimeout)?.Message is { Value: { } value }
                    && JobEventJson.TryRead(value) is { } jobEvent)
                    hub.Publish(jobEvent);
            }
            catch (ConsumeException error) when (!error.Error.IsFatal)
            {
                Log.ConsumeFailed(logger, error.Error.Code, error.Error.Reason);
            }
        }

        consumer.Close();
    }

    /// <returns>The number of partitions known now.</returns>
    private int AssignNewPartitions(IConsumer<Ignore, byte[]> consumer, IAdminClient admin, int known)
    {
        try
        {
            var count = admin.GetMetadata(topic, MetadataTimeout).Topics
                .Where(metadata => metadata.Topic == topic && !metadata.Error.IsError)
                .Sum(metadata => metadata.Partitions.Count);
            if (count <= known)
                return known;

            // A new partition has received messages only since the last look: read it from its beginning.
            var from = known == 0 ? Offset.End : Offset.Beginning;
            consumer.IncrementalAssign(Enumerable.Range(known, count - known)
                .Select(partition => new TopicPartitionOffset(topic, partition, from)));
            Log.Listening(logger, count, topic);
            return count;
        }
        catch (KafkaException error)
        {
            Log.NoPartitions(logger, topic, error.Error.Reason);
            return known;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Listening to {Count} partitions of {Topic}")]
        public static partial void Listening(ILogger logger, int count, string topic);

        [LoggerMessage(2, LogLevel.Information, "Could not read the partitions of {Topic}: {Reason}")]
        public static partial void NoPartitions(ILogger logger, string topic, string reason);

        [LoggerMessage(3, LogLevel.Information, "The event listener continues after an error: {Code}: {Reason}")]
        public static partial void ConsumeFailed(ILogger logger, ErrorCode code, string reason);
    }
}
