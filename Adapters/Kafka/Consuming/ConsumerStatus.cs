using System.Collections.Concurrent;
using Jobs.Workers;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// Status of all consumers of this process together; read by health checks, metrics, and the worker's heartbeat.
/// </summary>
internal sealed class ConsumerStatus(TimeProvider clock) : IPartitionAssignment
{
    private readonly long startedAt = clock.GetTimestamp();
    private readonly ConcurrentDictionary<string, TopicStatus> topics = new(StringComparer.Ordinal);

    /// <summary>Time since the last poll of the consumer that has been silent longest.</summary>
    public TimeSpan SinceLastPoll => topics.IsEmpty
        ? clock.GetElapsedTime(startedAt)
        : topics.Values.Max(topic => topic.SinceLastPoll);

    public int Assigned => topics.Values.Sum(topic => topic.Partitions.Count);

    /// <summary>The groups of all topics have given this process its share, which may be nothing.</summary>
    public bool HasJoined => !topics.IsEmpty && topics.Values.All(topic => topic.HasJoined);

    public int InFlight => topics.Values.Sum(topic => topic.InFlight);

    public long DeliveredCount => topics.Values.Sum(topic => topic.DeliveredCount);

    public long RedeliveredCount => topics.Values.Sum(topic => topic.RedeliveredCount);

    public IEnumerable<PartitionLag> Lags => topics.Values.SelectMany(topic => topic.Lags ?? []);

    public TopicStatus Of(string topic) => topics.GetOrAdd(topic, _ => new TopicStatus(clock));

    /// <summary>
    /// Reads the assigned partitions and their lag. The client keeps reporting the lag of partitions that other
    /// workers own by now, so only those assigned here count.
    /// </summary>
    public WorkerShare Read()
    {
        var assigned = topics.Values.SelectMany(topic => topic.Partitions).ToList();
        var byTopic = assigned.GroupBy(partition => partition.Topic, StringComparer.Ordinal)
            .OrderBy(topic => topic.Key, StringComparer.Ordinal)
            .Select(topic => new TopicPartitions(
                topic.Key, [.. topic.Select(partition => partition.Partition.Value).Order()]));
        var keys = assigned.Select(partition => (partition.Topic, partition.Partition.Value)).ToHashSet();
        var isKnown = topics.Values.Any(topic => topic.Lags is not null);
        return new WorkerShare(
            [.. byTopic],
            isKnown ? Lags.Where(lag => keys.Contains((lag.Topic, lag.Partition))).Sum(lag => lag.Messages) : null);
    }
}
