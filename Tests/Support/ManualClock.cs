namespace Tests.Support;

/// <summary>A clock that a test sets; timers fire in order on the thread that advances it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The number of waiting timers: a test waits for them before it advances.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return timers.Count(timer => timer.DueAt is not null);
        }
    }

    /// <summary>The time of the next timer; null when none waits.</summary>
    public DateTimeOffset? NextDueAt
    {
        get
        {
            lock (gate)
                return timers.Min(timer => timer.DueAt);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? next;
            lock (gate)
            {
                next = timers.Where(timer => timer.DueAt <= until).MinBy(timer => timer.DueAt);
                now = next?.DueAt is { } due && due > now ? due : next is null ? until : now;
                next?.Fired(now);
            }

            if (next is null)
                return;
            next.Call();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (gate)
            timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset? DueAt { get; private set; }

        public void Call() => callback();

        public void Fired(DateTimeOffset at) => DueAt = period > TimeSpan.Zero ? at + period : null;

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                period = newPeriod;
                DueAt = dueTime < TimeSpan.Zero ? null : clock.now + dueTime;
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
