using Jobs.Failures;

namespace Jobs.Running;

/// <summary>What an attempt came to: closed, so that a switch over it is complete.</summary>
public abstract record JobOutcome
{
    private JobOutcome() { }

    /// <param name="Result">What came of it, as JSON; small, or nothing where the domain stores it itself.</param>
    public sealed record Success(string? Result = null) : JobOutcome;

    public sealed record Failed(Failure Failure) : JobOutcome;
}
