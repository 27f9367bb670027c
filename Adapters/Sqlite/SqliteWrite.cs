namespace Adapters.Sqlite;

/// <summary>
/// A write that waits for the writer. Either the writer starts it, or its caller withdraws it, never both.
/// </summary>
internal abstract class SqliteWrite(bool needsFlush)
{
    private int taken;

    /// <summary>
    /// Requires a flush: the caller is answered once the write is on disk, and not merely when it outlives this
    /// process.
    /// </summary>
    public bool NeedsFlush => needsFlush;

    public bool TryStart() => Interlocked.Exchange(ref taken, 1) == 0;

    public void Withdraw(CancellationToken cancellationToken)
    {
        if (TryStart())
            Cancel(cancellationToken);
    }

    /// <summary>Runs the write within the current transaction.</summary>
    public abstract void Run(Connection connection);

    /// <summary>Answers the caller after the commit.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);

    protected abstract void Cancel(CancellationToken cancellationToken);
}

internal sealed class SqliteWrite<T>(Func<Connection, T> work, bool needsFlush) : SqliteWrite(needsFlush)
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T value = default!;

    public Task<T> Task => done.Task;

    public override void Run(Connection connection) => value = work(connection);

    public override void Complete() => done.SetResult(value);

    public override void Fail(Exception error) => done.SetException(error);

    protected override void Cancel(CancellationToken cancellationToken) => done.SetCanceled(cancellationToken);
}
