using System.Collections.Immutable;

namespace Jobs;

/// <summary>The states of a job and the moves between them.</summary>
public static class JobStates
{
    private static readonly ImmutableHashSet<(JobState From, JobState To)> Moves =
    [
        .. JobTransitions.All.SelectMany(transition => transition.To is { } to
            ? transition.From.Select(source => (source.State, to))
            : []),
    ];

    public static ImmutableArray<JobState> All { get; } = [.. Enum.GetValues<JobState>()];

    /// <summary>Checks for a state that a job leaves only when a client runs it again.</summary>
    public static bool IsTerminal(this JobState state) =>
        state is JobState.Succeeded or JobState.Failed or JobState.Cancelled;

    /// <summary>Checks that a transition in <see cref="JobTransitions"/> leads from one state to the other.</summary>
    /// <remarks>Running → Running is a takeover: the lease of the first worker has expired.</remarks>
    public static bool CanMove(JobState from, JobState to) => Moves.Contains((from, to));
}
