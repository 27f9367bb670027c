namespace Jobs;

/// <summary>
/// Source of jitter and of the random bits of IDs, as <see cref="TimeProvider"/> is the source of time: a simulation
/// replaces both to repeat a run.
/// </summary>
public class RandomSource
{
    public static RandomSource System { get; } = new();

    /// <summary>Returns a number from 0 to 1, without 1.</summary>
    public virtual double NextDouble() => Random.Shared.NextDouble();

    /// <summary>Returns a version 7 UUID of a time.</summary>
    public virtual Guid NewGuid(DateTimeOffset at) => Guid.CreateVersion7(at);
}
