using Jobs.Failures;

namespace Jobs.Stores;

/// <summary>How an attempt ended: closed, so that a switch over it is complete.</summary>
public abstract record Completion
{
    private Completion() { }

    public required DateTimeOffset At { get; init; }

    public IReadOnlyList<Stage> Stages { get; init; } = [];

    /// <param name="Result">What came of it, as JSON.</param>
    public sealed record Succeeded(string? Result) : Completion;

    public sealed record Failed(Failure Failure) : Completion;

    /// <param name="Failure">Why this attempt did not work.</param>
    /// <param name="DueAt">When the job may run again; also the relay's next turn.</param>
    /// <param name="Counted">False takes the attempt off the count: the job waited, it was not tried.</param>
    public sealed record Retrying(Failure Failure, DateTimeOffset DueAt, bool Counted) : Completion;
}
