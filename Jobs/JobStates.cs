using System.Collections.Immutable;

namespace Jobs;

/// <summary>The state machine of a job, as data.</summary>
public static class JobStates
{
    public static ImmutableArray<JobState> All { get; } = [.. Enum.GetValues<JobState>()];

    /// <summary>States that a job leaves only when someone asks for it again.</summary>
    public static bool IsTerminal(this JobState state) =>
        state is JobState.Succeeded or JobState.Failed or JobState.Cancelled;

    /// <summary>Whether a job may go from one state to another.</summary>
    /// <remarks>Running → Running is a takeover: the lease of the first worker has expired.</remarks>
    public static bool CanMove(JobState from, JobState to) => (from, to) switch
    {
        (JobState.Accepted, JobState.Queued or JobState.Running or JobState.Cancelled) => true,
        (JobState.Queued, JobState.Running or JobState.Cancelled) => true,
        (JobState.Running, JobState.Running or JobState.Succeeded or JobState.Failed
            or JobState.Retrying or JobState.Cancelled) => true,
        (JobState.Retrying, JobState.Queued or JobState.Running or JobState.Failed or JobState.Cancelled) => true,
        (JobState.Failed or JobState.Cancelled, JobState.Accepted) => true,
        _ => false,
    };
}
