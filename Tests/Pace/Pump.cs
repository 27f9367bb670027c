namespace Tests.Pace;

/// <summary>
/// Runs continuations on the thread that calls it, in order, so that a world in virtual time has one thread and the
/// same course in every run.
/// </summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();
    private readonly Thread owner = Thread.CurrentThread;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Thread.CurrentThread != owner)
            throw new InvalidOperationException("A continuation left the thread of the test.");
        posted.Enqueue((d, state));
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs work, and all that follows from it without the clock.</summary>
    public void Run(Action work)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            work();
            while (posted.TryDequeue(out var next))
                next.Callback(next.State);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs work that needs no time to pass.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        Run(() => { task = work(); });
        Assert.True(task!.IsCompleted, "The work waits for the clock.");
        return task.GetAwaiter().GetResult();
    }
}
