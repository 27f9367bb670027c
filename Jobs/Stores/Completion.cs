using Jobs.Failures;

namespace Jobs.Stores;

/// <summary>The end of an attempt: closed, so that a switch over it is complete.</summary>
public abstract record Completion
{
    private Completion() { }

    public required DateTimeOffset At { get; init; }

    public IReadOnlyList<Stage> Stages { get; init; } = [];

    /// <param name="Result">Output of the handler, as JSON.</param>
    public sealed record Succeeded(string? Result) : Completion;

    public sealed record Failed(Failure Failure) : Completion;

    /// <param name="Failure">Reason for the failure.</param>
    /// <param name="DueAt">Earliest time of the next attempt, and the next turn of the outbox relay.</param>
    /// <param name="Counted">False does not count the attempt: the job waited and was not tried.</param>
    public sealed record Retrying(Failure Failure, DateTimeOffset DueAt, bool Counted) : Completion;

    /// <param name="Failure">The budget that the job waits for, as a sentence.</param>
    public sealed record PutBack(Failure Failure) : Completion;
}
