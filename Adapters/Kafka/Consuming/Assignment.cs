namespace Adapters.Kafka.Consuming;

/// <summary>
/// Represents one assignment of a partition to this process, from its start to its revocation. Thread-safe.
/// </summary>
internal sealed class Assignment
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;
    private volatile bool revoked;

    /// <summary>Number of deliveries whose work has started and not ended.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>Completes when the partition is revoked, which makes a retry pointless.</summary>
    public async Task WaitForEndAsync() => await ended.Task;

    /// <returns>False if the partition is revoked; its next owner receives the delivery.</returns>
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
