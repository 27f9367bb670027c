using Confluent.Kafka;
using Jobs.Queues;
using Jobs.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.Kafka.Publishing;

/// <summary>
/// Publishes jobs to their topics with the producer of the process, and reports for each message whether the broker
/// confirmed it.
/// </summary>
internal sealed partial class KafkaQueue : IJobQueue
{
    /// <summary>Maximum number of spans per batch; a larger batch gets one span for all its messages.</summary>
    private const int MaxSpans = 100;

    private static readonly TimeSpan FullBufferDelay = TimeSpan.FromMilliseconds(5);

    private readonly JobProducer producer;
    private readonly JobKinds kinds;
    private readonly BrokerMonitor broker;
    private readonly KafkaTelemetry telemetry;
    private readonly KafkaOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;

    public KafkaQueue(
        JobProducer producer, JobKinds kinds, BrokerMonitor broker, KafkaTelemetry telemetry,
        IOptions<KafkaOptions> options, TimeProvider clock, ILogger<KafkaQueue> logger)
    {
        (this.producer, this.kinds, this.broker, this.telemetry) = (producer, kinds, broker, telemetry);
        (this.options, this.clock, this.logger) = (options.Value, clock, logger);
    }

    public async Task<IReadOnlyList<bool>> PublishAsync(
        IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new PublishBatch(messages.Count);
        if (messages.Count == 0 || broker.IsDown)
            return batch.Confirmed;

        using var spans = SendSpans.Start(
            messages, message => kinds.Find(message.Kind)?.Topic ?? message.Kind, MaxSpans);
        broker.WentDown += batch.GiveUp;
        producer.Abandoned += batch.GiveUp;
        try
        {
            await ProduceAsync(messages, batch, spans, cancellationToken);
            // The broker may have gone down between the check above and the subscription.
            if (broker.IsDown)
                batch.GiveUp();
            await batch.Completion.WaitAsync(cancellationToken);
        }
        finally
        {
            broker.WentDown -= batch.GiveUp;
            producer.Abandoned -= batch.GiveUp;
        }

        spans.End(batch.Confirmed);
        return batch.Confirmed;
    }

    private async ValueTask ProduceAsync(
        IReadOnlyList<JobMessage> messages, PublishBatch batch, SendSpans spans, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var i = 0; i < messages.Count; i++)
        {
            while (!TryProduce(messages[i], i, batch, spans.TraceParent(i)))
            {
                if (broker.IsDown || clock.GetElapsedTime(started) >= options.BufferTimeout)
                {
                    Log.BufferFull(logger, messages.Count - i, messages.Count);
                    for (; i < messages.Count; i++)
                        batch.Report(i, isConfirmed: false);
                    return;
                }

                await Task.Delay(FullBufferDelay, clock, cancellationToken);
            }
        }
    }

    /// <returns>False if the producer's buffer is full; any other failure is the message's outcome.</returns>
    private bool TryProduce(JobMessage message, int index, PublishBatch batch, string? traceParent)
    {
        if (kinds.Find(message.Kind)?.Topic is not { } topic)
        {
            Log.NotProduced(logger, message.Kind, "this process does not know the job kind.");
            batch.Report(index, isConfirmed: false);
            return true;
        }

        try
        {
            producer.Produce(
                topic,
                new Message<string, byte[]>
                {
                    Key = message.Key,
                    Value = JobMessageJson.Write(message),
                    Headers = MessageHeaders.For(message, traceParent),
                },
                report =>
                {
                    // PossiblyPersisted is unconfirmed: the outbox relay publishes it again, and a duplicate costs one
                    // read of the store.
                    var confirmed = report.Status == PersistenceStatus.Persisted;
                    telemetry.Sent(topic, confirmed);
                    batch.Report(index, confirmed);
                });
        }
        catch (ProduceException<string, byte[]> error) when (error.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (KafkaException error)
        {
            Log.NotProduced(logger, topic, error.Error.Reason);
            telemetry.Sent(topic, confirmed: false);
            batch.Report(index, isConfirmed: false);
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "The producer's buffer is full: {Left} of {Count} messages are left to the outbox relay")]
        public static partial void BufferFull(ILogger logger, int left, int count);

        [LoggerMessage(2, LogLevel.Warning, "A message to {Topic} could not be produced: {Reason}")]
        public static partial void NotProduced(ILogger logger, string topic, string reason);
    }
}
