using Confluent.Kafka;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// The partitions that are a session's at the moment, and how far each is done. Used only by the poll thread.
/// </summary>
internal sealed class Assignments(TopicStatus status)
{
    private readonly OffsetTracker<TopicPartition> tracker = new();
    private readonly Dictionary<TopicPartition, Assignment> held = [];

    public int Count => held.Count;

    public IReadOnlyCollection<TopicPartition> Partitions => held.Keys;

    public void Add(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            tracker.Assign(partition);
            held[partition] = new Assignment();
        }

        status.Hold([.. held.Keys]);
    }

    /// <returns>Null for what came late, of a partition that is another worker's by now.</returns>
    public Delivery? Deliver(ConsumeResult<Ignore, byte[]> result) =>
        held.TryGetValue(result.TopicPartition, out var assignment)
            ? new Delivery(
                tracker.Deliver(result.TopicPartition, result.Offset.Value), assignment, result.Message.Value ?? [],
                MessageHeaders.ReadTraceParent(result.Message.Headers))
            : null;

    /// <returns>From where a successor would have to go on, when that has moved.</returns>
    public TopicPartitionOffset? Finish(Finished one) =>
        one.Acknowledge && tracker.Finish(one.Delivery.Ticket) is { } next
            ? new TopicPartitionOffset(one.Delivery.Ticket.Partition, next)
            : null;

    /// <summary>Nothing more of them is started; what is in work goes on until <see cref="Remove"/>.</summary>
    /// <returns>Those of them that were held.</returns>
    public List<Assignment> Revoke(IEnumerable<TopicPartition> partitions)
    {
        var leaving = partitions.Select(partition => held.GetValueOrDefault(partition)).OfType<Assignment>().ToList();
        leaving.ForEach(assignment => assignment.Revoke());
        return leaving;
    }

    public void Remove(List<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            tracker.Drop(partition);
            held.Remove(partition);
        }

        status.Hold([.. held.Keys]);
    }
}
