namespace Jobs.Failures;

/// <summary>
/// The codes of failures that any kind of work may meet. A code is part of the interface: it is never renamed, and the
/// page has a sentence for each in every language. A domain has its own besides.
/// </summary>
public static class FailureCodes
{
    public const string Unavailable = "unavailable";
    public const string Invalid = "invalid";
    public const string Transient = "transient";
    public const string RateLimited = "rate-limited";
    public const string SourceBroken = "source-broken";

    /// <summary>The attempt took longer than it may.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>The process stopped in the middle of it.</summary>
    public const string WorkerStopped = "worker-stopped";

    /// <summary>The process died at every attempt.</summary>
    public const string WorkerDied = "worker-died";

    /// <summary>A bug.</summary>
    public const string HandlerFailed = "handler-failed";

    public const string StoreAway = "store-away";

    /// <summary>The code of a failure of which only the kind is known.</summary>
    public static string Of(FailureKind kind) => kind switch
    {
        FailureKind.Unavailable => Unavailable,
        FailureKind.Invalid => Invalid,
        FailureKind.Transient => Transient,
        FailureKind.RateLimited => RateLimited,
        FailureKind.SourceBroken => SourceBroken,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of failure."),
    };
}
