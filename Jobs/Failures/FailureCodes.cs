namespace Jobs.Failures;

/// <summary>
/// Failure codes shared by all kinds of work. A code is part of the API: it is never renamed, and the page translates
/// each one. A domain adds its own.
/// </summary>
public static class FailureCodes
{
    public const string Unavailable = "unavailable";
    public const string Invalid = "invalid";
    public const string Transient = "transient";
    public const string RateLimited = "rate-limited";
    public const string SourceBroken = "source-broken";

    /// <summary>The attempt exceeded its time limit.</summary>
    public const string TimedOut = "timed-out";

    /// <summary>The process stopped during the attempt.</summary>
    public const string WorkerStopped = "worker-stopped";

    /// <summary>The process died during every attempt.</summary>
    public const string WorkerDied = "worker-died";

    /// <summary>The handler threw an exception: a bug.</summary>
    public const string HandlerFailed = "handler-failed";

    public const string StoreAway = "store-away";

    /// <summary>An operator paused the job's kind, or everything.</summary>
    public const string Paused = "paused";

    /// <summary>Returns the code of a failure of which only the kind is known.</summary>
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
