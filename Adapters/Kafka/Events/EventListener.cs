using Confluent.Kafka;
using Jobs.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka.Events;

/// <summary>
/// Hears the events of all workers and hands them to this process's watchers. Reads every partition from its end, in
/// no group: each gateway hears everything, and one that was away has missed news, not truth.
/// </summary>
internal sealed partial class EventListener(
    KafkaSettings settings, EventHub hub, Topics topics, IOptions<KafkaOptions> options, TimeProvider clock,
    ILogger<EventListener> logger) : BackgroundService
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookForPartitionsEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(2);

    private readonly string topic = options.Value.EventsTopic;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await topics.Ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Factory.StartNew(
                    () => Listen(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
#pragma warning disable CA1031 // Watchers have nobody else to hear from: it begins anew whatever happened.
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.Restarting(logger, RestartDelay.TotalSeconds, error);
                await Task.Delay(RestartDelay, clock, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Listen(CancellationToken stopping)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(settings.Listener())
            .SetLogHandler((_, message) => ClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => ClientLog.Write(logger, error))
            .Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var known = 0;
        var lookAt = clock.GetUtcNow();
        while (!stopping.IsCancellationRequested)
        {
            if (clock.GetUtcNow() >= lookAt)
            {
                known = LookForPartitions(consumer, admin, known);
                lookAt = clock.GetUtcNow() + (known == 0 ? LookAgainAfter : LookForPartitionsEvery);
            }

            try
            {
                if (consumer.Consume(PollTimeout)?.Message is { Value: { } value } && JobEventJson.TryRead(value) is { } news)
                    hub.Publish(news);
            }
            catch (ConsumeException error) when (!error.Error.IsFatal)
            {
                Log.ConsumeFailed(logger, error.Error.Code, error.Error.Reason);
            }
        }

        consumer.Close();
    }

    private int LookForPartitions(IConsumer<Ignore, byte[]> consumer, IAdminClient admin, int known)
    {
        try
        {
            var count = admin.GetMetadata(topic, TimeSpan.FromSeconds(2)).Topics
                .Where(one => one.Topic == topic && !one.Error.IsError)
                .Sum(one => one.Partitions.Count);
            if (count <= known)
                return known;

            // A partition that is new has been written to only since the last look: from its beginning.
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

        [LoggerMessage(2, LogLevel.Information, "The partitions of {Topic} could not be asked for: {Reason}")]
        public static partial void NoPartitions(ILogger logger, string topic, string reason);

        [LoggerMessage(3, LogLevel.Information, "The listener met an error and goes on: {Code}: {Reason}")]
        public static partial void ConsumeFailed(ILogger logger, ErrorCode code, string reason);

        [LoggerMessage(4, LogLevel.Error, "The listener broke off and begins anew in {Seconds} s")]
        public static partial void Restarting(ILogger logger, double seconds, Exception error);
    }
}
