using Jobs.Failures;

namespace Jobs.Running;

/// <summary>The outcome of an attempt: closed, so that a switch over it is complete.</summary>
public abstract record JobOutcome
{
    private JobOutcome() { }

    /// <param name="Result">Small output as JSON, or null where the domain stores it itself.</param>
    public sealed record Success(string? Result = null) : JobOutcome;

    public sealed record Failed(Failure Failure) : JobOutcome
    {
        /// <summary>
        /// Result of what was done in spite of the failure, as JSON. A job that is not tried again succeeds with it;
        /// null when nothing was done.
        /// </summary>
        public string? Partial { get; init; }
    }
}
