namespace Simulation.Scheduling;

/// <summary>A timer of the world; the timers of a process die with it.</summary>
internal sealed class WorldTimer(World world, ProcessContext? process, Action callback) : ITimer
{
    private int version;
    private TimeSpan period = Timeout.InfiniteTimeSpan;
    private bool isSet;

    public ProcessContext? Process => process;

    public bool IsCurrent(int other) => isSet && version == other;

    public void Start(TimeSpan delay) => Change(delay, Timeout.InfiniteTimeSpan);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (!world.CheckThread("Timer", callback.Target))
            return false;
        version++;
        isSet = dueTime != Timeout.InfiniteTimeSpan;
        this.period = period;
        if (isSet)
            world.Enqueue(this, version, world.Now + dueTime);
        return true;
    }

    public void Fire()
    {
        isSet = period > TimeSpan.Zero;
        if (isSet)
            world.Enqueue(this, ++version, world.Now + period);
        callback();
    }

    /// <summary>Fires late, after a pause of its process, unless it was stopped.</summary>
    public void FireIfSet()
    {
        if (isSet)
            Fire();
    }

    public void Dispose() => isSet = false;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
