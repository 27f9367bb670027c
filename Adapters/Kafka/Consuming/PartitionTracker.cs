using Confluent.Kafka;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// Tracks the partitions assigned to a consumer: their assignments, which of them are paused, and how far each may be
/// committed. Used only by the poll thread.
/// </summary>
internal sealed class PartitionTracker
{
    private readonly OffsetTracker<TopicPartition> offsets = new();
    private readonly Dictionary<TopicPartition, Assignment> assigned = [];
    private readonly HashSet<TopicPartition> paused = [];

    public int Count => assigned.Count;

    public IReadOnlyCollection<TopicPartition> Assigned => assigned.Keys;

    public IReadOnlyCollection<TopicPartition> Paused => paused;

    /// <summary>Assigned partitions that are not paused.</summary>
    public IEnumerable<TopicPartition> Open => assigned.Keys.Where(partition => !paused.Contains(partition));

    /// <summary>Starts a new assignment of each partition.</summary>
    public void Assign(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            offsets.Assign(partition);
            assigned[partition] = new Assignment();
        }
    }

    /// <returns>Null for a late message of a partition that another worker owns by now.</returns>
    public Delivery? Track(ConsumeResult<Ignore, byte[]> result) =>
        assigned.TryGetValue(result.TopicPartition, out var assignment)
            ? new Delivery(
                offsets.Deliver(result.TopicPartition, result.Offset.Value), assignment, result.Message.Value ?? [],
                MessageHeaders.ReadTraceParent(result.Message.Headers))
            : null;

    /// <returns>The lowest unfinished offset of the partition, if it has moved; null otherwise.</returns>
    public TopicPartitionOffset? Complete(CompletedDelivery completion) =>
        completion.IsAcknowledged && offsets.Finish(completion.Delivery.Ticket) is { } next
            ? new TopicPartitionOffset(completion.Delivery.Ticket.Partition, next)
            : null;

    public void MarkPaused(IEnumerable<TopicPartition> partitions) => paused.UnionWith(partitions);

    public void MarkResumed() => paused.Clear();

    /// <summary>
    /// Ends the assignments: nothing more of them is started. Work in flight still counts until <see cref="Remove"/>.
    /// </summary>
    /// <returns>The assignments that ended.</returns>
    public List<Assignment> Revoke(IEnumerable<TopicPartition> partitions)
    {
        var leaving = partitions.Select(partition => assigned.GetValueOrDefault(partition))
            .OfType<Assignment>().ToList();
        leaving.ForEach(assignment => assignment.Revoke());
        return leaving;
    }

    /// <summary>Stops tracking the partitions: completions that arrive later move no offset.</summary>
    public void Remove(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            offsets.Drop(partition);
            assigned.Remove(partition);
            paused.Remove(partition);
        }
    }
}
