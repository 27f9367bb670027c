namespace Simulation.Scheduling;

/// <summary>
/// The clock of one process: its time of day may be off and may jump, and it runs a little fast or slow.
/// </summary>
internal sealed class ProcessClock(World world, ProcessContext process, double drift = 0) : TimeProvider
{
    private double rate = 1 + drift;
    private (TimeSpan World, TimeSpan Here) since = (world.Now, world.Now);

    /// <summary>Difference from the time of the world, apart from the drift.</summary>
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private TimeSpan Elapsed => since.Here + (world.Now - since.World) * rate;

    public override DateTimeOffset GetUtcNow() => World.Epoch + Elapsed + Offset;

    public override long GetTimestamp() => Elapsed.Ticks;

    /// <summary>Ends the drift, and sets the time of day to that of the world.</summary>
    public void Agree()
    {
        since = (world.Now, Elapsed);
        rate = 1;
        Offset = since.World - since.Here;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new DriftingTimer(this, new WorldTimer(world, process, () => callback(state)));
        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan OfWorld(TimeSpan time) => time == Timeout.InfiniteTimeSpan || time == TimeSpan.Zero
        ? time
        : TimeSpan.FromTicks((long)Math.Ceiling(time.Ticks / rate));

    /// <summary>A timer whose times are those of a process.</summary>
    private sealed class DriftingTimer(ProcessClock clock, WorldTimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            timer.Change(clock.OfWorld(dueTime), clock.OfWorld(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
