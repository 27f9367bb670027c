using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Adapters.Kafka;

/// <summary>Records this adapter's metrics and span attributes by OpenTelemetry's messaging conventions.</summary>
internal sealed class KafkaTelemetry : IDisposable
{
    public const string Name = "Adapters.Kafka";

    public static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> sent;
    private readonly Counter<long> consumed;
    private readonly Counter<long> redelivered;
    private readonly Counter<long> pauses;
    private readonly Counter<long> rebalances;
    private readonly UpDownCounter<long> inFlight;

    public KafkaTelemetry(IMeterFactory meters)
    {
        meter = meters.Create(Name);
        sent = meter.CreateCounter<long>(
            "messaging.client.sent.messages", "{message}", "Messages sent to the broker, by outcome.");
        consumed = meter.CreateCounter<long>(
            "messaging.client.consumed.messages", "{message}", "Messages delivered to this process.");
        redelivered = meter.CreateCounter<long>(
            "kafka.consumer.redeliveries", "{message}", "Deliveries whose job was already done or claimed.");
        pauses = meter.CreateCounter<long>(
            "kafka.consumer.pauses", "{pause}", "Pauses of a topic because of backpressure.");
        rebalances = meter.CreateCounter<long>(
            "kafka.consumer.rebalances", "{rebalance}", "Changes of the partition assignment.");
        inFlight = meter.CreateUpDownCounter<long>(
            "kafka.consumer.in_flight", "{message}", "Messages delivered and not yet finished.");
    }

    public void Sent(string topic, bool confirmed)
    {
        if (confirmed)
            sent.Add(1, Topic(topic));
        else
            sent.Add(1, Topic(topic), new("error.type", "unconfirmed"));
    }

    public void Delivered(string topic)
    {
        consumed.Add(1, Topic(topic));
        inFlight.Add(1, Topic(topic));
    }

    public void Completed(string topic) => inFlight.Add(-1, Topic(topic));

    public void Redelivered(string topic) => redelivered.Add(1, Topic(topic));

    public void Paused(string topic) => pauses.Add(1, Topic(topic));

    public void Rebalanced(string change) =>
        rebalances.Add(1, new KeyValuePair<string, object?>("kafka.rebalance.change", change));

    /// <summary>Observes the lag, which is read at each collection.</summary>
    public void ObserveLag(Func<IEnumerable<PartitionLag>> lags) => meter.CreateObservableGauge(
        "kafka.consumer.lag",
        () => lags().Select(lag => new Measurement<long>(
            lag.Messages, Topic(lag.Topic), new("messaging.destination.partition.id", lag.Partition.ToString()))),
        "{message}",
        "Messages behind the end of each partition assigned to this process.");

    /// <summary>Sets the tags that sending and processing share.</summary>
    public static void Describe(Activity activity, string operation, string type, string topic)
    {
        activity.SetTag("messaging.system", "kafka");
        activity.SetTag("messaging.operation.name", operation);
        activity.SetTag("messaging.operation.type", type);
        activity.SetTag("messaging.destination.name", topic);
    }

    public void Dispose() => meter.Dispose();

    private static KeyValuePair<string, object?> Topic(string topic) => new("messaging.destination.name", topic);
}

/// <summary>Number of messages by which a partition's consumer is behind.</summary>
internal readonly record struct PartitionLag(string Topic, int Partition, long Messages);
