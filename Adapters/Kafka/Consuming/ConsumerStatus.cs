using System.Collections.Concurrent;
using Jobs.Workers;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// What the consumers of this process tell together: read by health checks, metrics and the worker's reports.
/// </summary>
internal sealed class ConsumerStatus(TimeProvider clock) : IPartitionAssignment
{
    private readonly long startedAt = clock.GetTimestamp();
    private readonly ConcurrentDictionary<string, TopicStatus> topics = new(StringComparer.Ordinal);

    /// <summary>Of the consumer that was silent for longest.</summary>
    public TimeSpan SinceBeat => topics.IsEmpty ? clock.GetElapsedTime(
        startedAt) : topics.Values.Max(topic => topic.SinceBeat);

    public int Assigned => topics.Values.Sum(topic => topic.Assigned);

    public int InFlight => topics.Values.Sum(topic => topic.InFlight);

    public long DeliveredCount => topics.Values.Sum(topic => topic.DeliveredCount);

    public long RedeliveredCount => topics.Values.Sum(topic => topic.RedeliveredCount);

    public IEnumerable<PartitionLag> Lags => topics.Values.SelectMany(topic => topic.Lags ?? []);

    public TopicStatus Of(string topic) => topics.GetOrAdd(topic, _ => new TopicStatus(clock));

    /// <summary>
    /// The client goes on reporting on partitions that went to others, so only those that are held count.
    /// </summary>
    public WorkerShare Read()
    {
        var mine = topics.Values.SelectMany(topic => topic.Held).ToList();
        var byTopic = mine.GroupBy(partition => partition.Topic, StringComparer.Ordinal)
            .OrderBy(topic => topic.Key, StringComparer.Ordinal)
            .Select(topic => new TopicPartitions(
                topic.Key, [.. topic.Select(partition => partition.Partition.Value).Order()]));
        var names = mine.Select(partition => (partition.Topic, partition.Partition.Value)).ToHashSet();
        var isKnown = topics.Values.Any(topic => topic.Lags is not null);
        return new WorkerShare(
            [.. byTopic], isKnown ? Lags.Where(lag => names.Contains((lag.Topic, lag.Partition))).Sum(lag => lag.Messages) : null);
    }
}
