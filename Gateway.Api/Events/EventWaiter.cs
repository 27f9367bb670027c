using Jobs.Events;

namespace Gateway.Api.Events;

/// <summary>
/// Waits for news, but no longer than told; a wait that ran out costs no exception. Used by one task.
/// </summary>
internal sealed class EventWaiter(EventSubscription subscription, TimeProvider clock)
{
    // One wait on the channel at a time, however often a limit runs out meanwhile.
    private Task<bool>? pending;

    /// <returns>Whether there is something to read.</returns>
    public async Task<bool> WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        pending ??= subscription.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        await ((Task)pending).WaitAsync(limit, clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!pending.IsCompleted)
            return false;

        var any = await pending;
        pending = null;
        return any;
    }
}
