namespace Simulation.Scheduling;

/// <summary>The clock of one process: its timers follow the world, its time of day may be off and may jump.</summary>
internal sealed class ProcessClock(World world, ProcessContext process) : TimeProvider
{
    /// <summary>Difference from the time of the world.</summary>
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.UtcNow + Offset;

    public override long GetTimestamp() => world.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WorldTimer(world, process, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}
