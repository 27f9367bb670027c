namespace Jobs.Failures;

/// <summary>Maps a kind of failure to what happens to the job.</summary>
public static class FailurePolicy
{
    /// <param name="failure">The failure.</param>
    /// <param name="attempt">The number of the attempt, from 1.</param>
    /// <param name="age">Time since the job was accepted.</param>
    /// <param name="options">Bounds and delays.</param>
    /// <param name="random">A number in [0, 1) for the jitter.</param>
    public static Verdict Decide(
        Failure failure, int attempt, TimeSpan age, JobsOptions options, double random) => failure.Kind switch
    {
        FailureKind.Unavailable => new Verdict.Fail(DeadLetter: false),
        FailureKind.Invalid => new Verdict.Fail(DeadLetter: true),

        // A source allows a few hundred videos an hour, so the last of fifty thousand links waits for days through no
        // fault of its own: waiting is no attempt, and no age ends it.
        _ when failure.WaitsForTurn => new Verdict.PutBack(),
        _ when age >= options.GiveUpAfter => new Verdict.Fail(DeadLetter: true),
        FailureKind.Transient or FailureKind.SourceBroken =>
            attempt >= options.MaxAttempts
                ? new Verdict.Fail(DeadLetter: true)
                : new Verdict.Retry(Delay(failure, attempt, options, random), Counted: true),

        // The source asked to slow down, which says nothing about the job.
        FailureKind.RateLimited => new Verdict.Retry(Delay(failure, attempt, options, random), Counted: false),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Kind, "Unknown kind of failure."),
    };

    private static TimeSpan Delay(Failure failure, int attempt, JobsOptions options, double random)
    {
        var backoff = Backoff.Delay(attempt, options.RetryBaseDelay, options.RetryMaxDelay, random);
        if (failure.RetryAfter is not { } asked)
            return backoff;

        // Respects the wait that the source asks for, within the bound; the jitter keeps jobs from all returning at
        // once.
        var longest = asked < options.RetryMaxDelay ? asked : options.RetryMaxDelay;
        return longest > backoff ? longest + options.RetryBaseDelay * random : backoff;
    }
}

/// <summary>The decision about a failed attempt: closed, so that a switch over it is complete.</summary>
public abstract record Verdict
{
    private Verdict() { }

    public sealed record Retry(TimeSpan Delay, bool Counted) : Verdict;

    /// <summary>The job waits in the store for its turn.</summary>
    public sealed record PutBack : Verdict;

    public sealed record Fail(bool DeadLetter) : Verdict;
}
