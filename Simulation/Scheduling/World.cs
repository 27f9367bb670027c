using System.Diagnostics;

namespace Simulation.Scheduling;

/// <summary>
/// Owns time and order: runs every continuation of every process on one thread, in an order that the seed decides, and
/// moves time on to the next timer when nothing is left to run.
/// </summary>
internal sealed class World(int seed)
{
    /// <summary>
    /// Start of every run. A timestamp of 0 means "never" in many places, so the clocks never show it.
    /// </summary>
    public static readonly DateTimeOffset Epoch = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly List<Continuation> ready = [];
    private readonly PriorityQueue<(WorldTimer Timer, int Version), (long At, long Number)> timers = new();
    private readonly Random order = new(seed);
    private long number;

    /// <summary>Time since the start, which only this class moves.</summary>
    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    public DateTimeOffset UtcNow => Epoch + Now;

    /// <summary>Number of continuations and timers that ran.</summary>
    public long Steps { get; private set; }

    /// <summary>Code that left its process for a foreign thread, where no seed decides: each is a defect.</summary>
    public HashSet<string> Escapes { get; } = [];

    /// <summary>Exceptions that nobody caught: a real process would have ended.</summary>
    public List<string> Crashes { get; } = [];

    /// <summary>Runs until a condition holds, nothing is left to do, or time is up.</summary>
    /// <returns>True if the condition holds.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan end)
    {
        var outside = SynchronizationContext.Current;
        try
        {
            while (!condition())
            {
                if (!Step(end))
                    return condition();
            }

            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }

    /// <summary>Calls back after a time of the world, outside of any process.</summary>
    public WorldTimer After(TimeSpan delay, Action callback)
    {
        CheckThread("After", callback.Target);
        var timer = new WorldTimer(this, null, callback);
        timer.Start(delay);
        return timer;
    }

    internal void Enqueue(in Continuation continuation)
    {
        if (!CheckThread("Post", continuation.State ?? continuation.Callback.Target))
            return;
        ready.Add(continuation);
    }

    internal void Enqueue(WorldTimer timer, int version, TimeSpan at) =>
        timers.Enqueue((timer, version), (at.Ticks, number++));

    /// <summary>Records a foreign thread.</summary>
    /// <returns>True on the thread of this world.</returns>
    internal bool CheckThread(string what, object? who)
    {
        if (Environment.CurrentManagedThreadId == thread)
            return true;
        var stack = new StackTrace(1).ToString();
        lock (Escapes)
            Escapes.Add($"{what} from a foreign thread by {who?.GetType()}:\n{stack}");
        return false;
    }

    private bool Step(TimeSpan end)
    {
        if (ready.Count > 0)
        {
            var index = ready.Count == 1 ? 0 : order.Next(ready.Count);
            var next = ready[index];
            ready[index] = ready[^1];
            ready.RemoveAt(ready.Count - 1);
            Run(next);
            return true;
        }

        while (timers.TryPeek(out var timer, out var due))
        {
            var at = TimeSpan.FromTicks(due.At);
            if (at > end)
                break;
            timers.Dequeue();
            if (!timer.Timer.IsCurrent(timer.Version))
                continue;
            Now = at > Now ? at : Now;
            Fire(timer.Timer);
            return true;
        }

        Now = end;
        return false;
    }

    private void Run(in Continuation continuation)
    {
        var process = continuation.Context;
        if (process.IsDead)
            return;
        if (process.IsPaused)
        {
            process.Hold(continuation);
            return;
        }

        Steps++;
        SynchronizationContext.SetSynchronizationContext(process);
        try
        {
            continuation.Callback(continuation.State);
        }
#pragma warning disable CA1031 // Anything that nobody caught would have ended the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Crashes.Add($"{process.Name}: {error}");
        }
    }

    private void Fire(WorldTimer timer)
    {
        if (timer.Process is { IsDead: true })
            return;
        if (timer.Process is { IsPaused: true } paused)
        {
            paused.Hold(new Continuation(paused, _ => timer.FireIfSet(), null));
            return;
        }

        Steps++;
        SynchronizationContext.SetSynchronizationContext(timer.Process);
        try
        {
            timer.Fire();
        }
#pragma warning disable CA1031 // Anything that nobody caught would have ended the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Crashes.Add($"{timer.Process?.Name ?? "the world"}: {error}");
        }
    }
}
