namespace Adapters.Kafka.Publishing;

/// <summary>
/// What became of the messages of one request: filled in by the producer's delivery reports, complete when each has
/// one or when the broker is known to be away. Reports come from the producer's thread.
/// </summary>
internal sealed class PublishBatch(int count)
{
    private readonly bool[] confirmed = new bool[count];
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int open = count;

    /// <summary>Each message's outcome so far; unconfirmed ones may have arrived all the same.</summary>
    public IReadOnlyList<bool> Confirmed => confirmed;

    public Task Completion => completion.Task;

    public void Report(int index, bool isConfirmed)
    {
        Volatile.Write(ref confirmed[index], isConfirmed);
        if (Interlocked.Decrement(ref open) == 0)
            completion.TrySetResult();
    }

    /// <summary>Waits no longer: what has not been reported by now counts as unconfirmed.</summary>
    public void GiveUp() => completion.TrySetResult();
}
