using Confluent.Kafka;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// What the consumer of one topic tells about itself: written by its poll thread, but for the redeliveries.
/// </summary>
internal sealed class TopicStatus(TimeProvider clock)
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

    public IReadOnlyList<TopicPartition> Held => Volatile.Read(ref held);

    /// <summary>Null until the client has reported.</summary>
    public IReadOnlyList<PartitionLag>? Lags => Volatile.Read(ref lags);

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
}
