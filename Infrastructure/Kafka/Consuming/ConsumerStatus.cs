using Confluent.Kafka;
using Jobs.Workers;

namespace Infrastructure.Kafka.Consuming;

/// <summary>What the consumer tells about itself: written by the poll thread, read by health checks, metrics and the worker's reports.</summary>
internal sealed class ConsumerStatus(TimeProvider clock) : IWorkerShare
{
    private long beatAt = clock.GetTimestamp();
    private long delivered;
    private long redelivered;
    private int assigned;
    private int inFlight;
    private IReadOnlyList<TopicPartition> held = [];
    private IReadOnlyList<PartitionLag>? lags;

    public TimeSpan SinceBeat => clock.GetElapsedTime(Volatile.Read(ref beatAt));

    public int Assigned => Volatile.Read(ref assigned);

    public int InFlight => Volatile.Read(ref inFlight);

    public long DeliveredCount => Interlocked.Read(ref delivered);

    public long RedeliveredCount => Interlocked.Read(ref redelivered);

    public IReadOnlyList<PartitionLag> Lags => Volatile.Read(ref lags) ?? [];

    public void Beat(int assignedCount, int inFlightCount)
    {
        Volatile.Write(ref beatAt, clock.GetTimestamp());
        Volatile.Write(ref assigned, assignedCount);
        Volatile.Write(ref inFlight, inFlightCount);
    }

    /// <summary>These partitions are this process's now.</summary>
    public void Hold(IReadOnlyList<TopicPartition> partitions) => Volatile.Write(ref held, partitions);

    public void Delivered() => Interlocked.Increment(ref delivered);

    public void Redelivered() => Interlocked.Increment(ref redelivered);

    public void Report(IReadOnlyList<PartitionLag> current) => Volatile.Write(ref lags, current);

    /// <summary>The client goes on reporting on partitions that went to others, so only those that are held count.</summary>
    public WorkerShare Read()
    {
        var mine = Volatile.Read(ref held);
        var byTopic = mine.GroupBy(partition => partition.Topic, StringComparer.Ordinal).OrderBy(topic => topic.Key, StringComparer.Ordinal)
            .Select(topic => new TopicPartitions(topic.Key, [.. topic.Select(partition => partition.Partition.Value).Order()]));
        var names = mine.Select(partition => (partition.Topic, partition.Partition.Value)).ToHashSet();
        return new WorkerShare(
            [.. byTopic], Volatile.Read(ref lags)?.Where(lag => names.Contains((lag.Topic, lag.Partition))).Sum(lag => lag.Messages));
    }
}
