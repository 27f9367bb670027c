using Confluent.Kafka;

namespace Adapters.Kafka.Consuming;

/// <summary>Represents a message delivered to this process under one assignment of its partition.</summary>
internal sealed record Delivery(
    Ticket<TopicPartition> Ticket, Assignment Assignment, ReadOnlyMemory<byte> Value, string? TraceParent)
{
    public string Topic => Ticket.Partition.Topic;

    /// <summary>Topic, partition, and offset, as in <c>links.requested[3]@42</c>.</summary>
    public string Origin => $"{Topic}[{Ticket.Partition.Partition.Value}]@{Ticket.Offset}";
}
