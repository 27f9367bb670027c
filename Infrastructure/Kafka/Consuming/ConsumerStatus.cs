namespace Infrastructure.Kafka.Consuming;

/// <summary>What the consumer tells about itself: written by the poll thread, read by health checks and metrics.</summary>
internal sealed class ConsumerStatus(TimeProvider clock)
{
    private long beatAt = clock.GetTimestamp();
    private long delivered;
    private long redelivered;
    private int assigned;
    private int inFlight;
    private IReadOnlyList<PartitionLag> lags = [];

    public TimeSpan SinceBeat => clock.GetElapsedTime(Volatile.Read(ref beatAt));

    public int Assigned => Volatile.Read(ref assigned);

    public int InFlight => Volatile.Read(ref inFlight);

    public long DeliveredCount => Interlocked.Read(ref delivered);

    public long RedeliveredCount => Interlocked.Read(ref redelivered);

    public IReadOnlyList<PartitionLag> Lags => Volatile.Read(ref lags);

    public void Beat(int assignedCount, int inFlightCount)
    {
        Volatile.Write(ref beatAt, clock.GetTimestamp());
        Volatile.Write(ref assigned, assignedCount);
        Volatile.Write(ref inFlight, inFlightCount);
    }

    public void Delivered() => Interlocked.Increment(ref delivered);

    public void Redelivered() => Interlocked.Increment(ref redelivered);

    public void Report(IReadOnlyList<PartitionLag> current) => Volatile.Write(ref lags, current);
}
