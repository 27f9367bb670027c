namespace Tests.Mongo;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class Clock(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset now = now;

    public void Move(TimeSpan by) => now += by;

    public override DateTimeOffset GetUtcNow() => now;
}
