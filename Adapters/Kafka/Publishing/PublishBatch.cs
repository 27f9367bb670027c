namespace Adapters.Kafka.Publishing;

/// <summary>
/// Collects the outcome of each message of one request from the producer's delivery reports. Complete when every
/// message has a report or the broker is known to be down. The producer's thread reports.
/// </summary>
internal sealed class PublishBatch(int count)
{
    private readonly bool[] confirmed = new bool[count];
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int open = count;

    /// <summary>Outcome of each message so far; an unconfirmed one may still have arrived.</summary>
    public IReadOnlyList<bool> Confirmed => confirmed;

    public Task Completion => completion.Task;

    public void Report(int index, bool isConfirmed)
    {
        Volatile.Write(ref confirmed[index], isConfirmed);
        if (Interlocked.Decrement(ref open) == 0)
            completion.TrySetResult();
    }

    /// <summary>Ends the wait: messages without a report count as unconfirmed.</summary>
    public void GiveUp() => completion.TrySetResult();
}
