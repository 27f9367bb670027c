using Jobs.Events;

namespace Gateway.Api.Events;

/// <summary>
/// Waits for events up to a limit, without an exception when the limit is reached. Used by one task at a time.
/// </summary>
internal sealed class EventWaiter(EventSubscription subscription, TimeProvider clock)
{
    // One wait on the channel outlasts any number of calls that reach their limit.
    private Task<bool>? pending;

    /// <returns>True if an event can be read.</returns>
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
