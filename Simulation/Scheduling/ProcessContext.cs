namespace Simulation.Scheduling;

/// <summary>
/// The context in which all code of one process runs. Killing the process drops its continuations; pausing it holds
/// them back until it goes on.
/// </summary>
internal sealed class ProcessContext(World world, string name) : SynchronizationContext
{
    private readonly List<Continuation> held = [];

    public string Name => name;

    public bool IsDead { get; private set; }

    public bool IsPaused { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsDead)
            world.Enqueue(new Continuation(this, d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing may wait for another thread.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs code in this process, with the next continuations.</summary>
    public void Run(Action action) => Post(static state => ((Action)state!)(), action);

    public void Kill()
    {
        IsDead = true;
        held.Clear();
    }

    public void Pause() => IsPaused = true;

    /// <summary>Time at which the process last went on after a pause.</summary>
    public TimeSpan ResumedAt { get; private set; } = TimeSpan.MinValue / 2;

    public void Resume()
    {
        IsPaused = false;
        ResumedAt = world.Now;
        foreach (var continuation in held)
            world.Enqueue(continuation);
        held.Clear();
    }

    internal void Hold(in Continuation continuation) => held.Add(continuation);
}

/// <summary>Code that is ready to run in a process.</summary>
internal readonly record struct Continuation(ProcessContext Context, SendOrPostCallback Callback, object? State);
