using System.Collections.Immutable;

namespace Jobs.Transitions;

/// <summary>One way in which a job can change: when it applies, and every field that it changes.</summary>
public sealed class JobTransition(string name)
{
    public string Name => name;

    /// <summary>The states it applies to, each with its condition.</summary>
    public required ImmutableArray<JobSource> From { get; init; }

    /// <summary>
    /// Requires that nobody claimed the job since the caller saw it: <see cref="Job.Fence"/> is still the caller's.
    /// </summary>
    public bool HoldsFence { get; init; }

    /// <summary>The new state; null keeps the state.</summary>
    public JobState? To { get; init; }

    /// <summary>The fields it sets, from the values before the change.</summary>
    public required ImmutableArray<FieldChange> Sets { get; init; }

    public ImmutableArray<JobField> Clears { get; init; } = [];

    public override string ToString() => name;
}

/// <summary>A state that a transition applies to.</summary>
/// <param name="State">The state.</param>
/// <param name="Reached">The time that must have come, at or before now; null for no condition.</param>
/// <param name="Has">The time that must be set; null for no condition.</param>
public readonly record struct JobSource(JobState State, JobField? Reached = null, JobField? Has = null)
{
    public static implicit operator JobSource(JobState state) => new(state);
}
