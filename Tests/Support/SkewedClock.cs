namespace Tests.Support;

/// <summary>The clock of a machine that is off by some time; it passes as fast as the other.</summary>
internal sealed class SkewedClock(TimeProvider inner, TimeSpan offset = default) : TimeProvider
{
    /// <summary>The difference, which a test may change: somebody sets the clock.</summary>
    public TimeSpan Offset { get; set; } = offset;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
