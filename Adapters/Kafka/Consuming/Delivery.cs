using Confluent.Kafka;

namespace Adapters.Kafka.Consuming;

/// <summary>One message on its way through this process.</summary>
internal sealed record Delivery(
    Ticket<TopicPartition> Ticket, Assignment Assignment, ReadOnlyMemory<byte> Value, string? TraceParent)
{
    public string Topic => Ticket.Partition.Topic;

    /// <summary>As <c>links.requested[3]@42</c>.</summary>
    public string Origin => $"{Topic}[{Ticket.Partition.Partition.Value}]@{Ticket.Offset}";
}

/// <summary>
/// A delivery whose work has ended; <paramref name="Acknowledge"/> is false when it must be delivered again.
/// </summary>
internal readonly record struct Finished(Delivery Delivery, bool Acknowledge);

/// <summary>One partition's stay with this process: deliveries start under it until it is taken away.</summary>
internal sealed class Assignment
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;
    private volatile bool revoked;

    /// <summary>Deliveries whose work has started and not ended.</summary>
    public int Running => Volatile.Read(ref running);

    public bool IsRevoked => revoked;

    /// <summary>Done when the partition is gone: nothing of it is worth waiting for any more.</summary>
    public Task Ended => ended.Task;

    /// <returns>False when the partition is gone; the delivery is its next owner's.</returns>
    public bool TryStart()
    {
        Interlocked.Increment(ref running);
        if (!revoked)
            return true;

        End();
        return false;
    }

    public void End() => Interlocked.Decrement(ref running);

    public void Revoke()
    {
        revoked = true;
        ended.TrySetResult();
    }
}
