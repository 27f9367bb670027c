using Confluent.Kafka;

namespace Adapters.Kafka.Consuming;

/// <summary>
/// Status of the consumer of one topic. Written by its poll thread, except for redeliveries; read by any thread.
/// </summary>
internal sealed class TopicStatus(TimeProvider clock)
{
    private long polledAt = clock.GetTimestamp();
    private long delivered;
    private long redelivered;
    private int inFlight;
    private bool hasJoined;
    private IReadOnlyCollection<TopicPartition> partitions = [];
    private IReadOnlyList<PartitionLag>? lags;

    public TimeSpan SinceLastPoll => clock.GetElapsedTime(Volatile.Read(ref polledAt));

    public int InFlight => Volatile.Read(ref inFlight);

    public long DeliveredCount => Interlocked.Read(ref delivered);

    public long RedeliveredCount => Interlocked.Read(ref redelivered);

    /// <summary>The group has given this consumer its share, which may be nothing.</summary>
    public bool HasJoined => Volatile.Read(ref hasJoined);

    /// <summary>Partitions assigned to this process.</summary>
    public IReadOnlyCollection<TopicPartition> Partitions => Volatile.Read(ref partitions);

    /// <summary>Null until the client has reported.</summary>
    public IReadOnlyList<PartitionLag>? Lags => Volatile.Read(ref lags);

    public void ReportPoll(int currentlyInFlight)
    {
        Volatile.Write(ref polledAt, clock.GetTimestamp());
        Volatile.Write(ref inFlight, currentlyInFlight);
    }

    public void ReportAssignment(IEnumerable<TopicPartition> assigned) =>
        Volatile.Write(ref partitions, [.. assigned]);

    public void ReportMembership(bool isMember) => Volatile.Write(ref hasJoined, isMember);

    public void ReportDelivery() => Interlocked.Increment(ref delivered);

    public void ReportRedelivery() => Interlocked.Increment(ref redelivered);

    public void ReportLags(IReadOnlyList<PartitionLag> current) => Volatile.Write(ref lags, current);
}
