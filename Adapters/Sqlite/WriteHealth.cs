using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>Remembers whether the file could be written at the last commit.</summary>
/// <param name="write">A write that changes nothing but needs a commit.</param>
internal sealed class WriteHealth(Func<Task> write)
{
    /// <summary>
    /// Maximum wait of a health check for a write: one that fails may take as long as <c>Data:BusyTimeout</c>.
    /// </summary>
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private volatile StoreUnavailableException? problem;
    private Task? probe;

    public StoreUnavailableException Fail(StoreUnavailableException error) => problem = error;

    /// <summary>Forgets the problem after a commit.</summary>
    public void Succeed() => problem = null;

    /// <summary>Checks that the file can be written, if the last commit failed.</summary>
    /// <exception cref="StoreUnavailableException">It still cannot.</exception>
    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        if (problem is not { } known)
            return;

        Task current;
        lock (gate)
            current = probe is { IsCompleted: false } ? probe : probe = ProbeAsync();
        await current.WaitAsync(ProbeTime, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (problem is not null)
            throw known;
    }

    private async Task ProbeAsync()
    {
        try
        {
            await write();
        }
        catch (StoreUnavailableException)
        {
            // The commit set the problem.
        }
    }
}
