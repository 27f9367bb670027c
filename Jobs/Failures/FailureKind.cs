namespace Jobs.Failures;

/// <summary>Classifies failures. <see cref="FailurePolicy"/> maps each kind to what happens to the job.</summary>
public enum FailureKind
{
    /// <summary>The requested item is unavailable: deleted, private, or members-only. Retrying cannot help.</summary>
    Unavailable,

    /// <summary>The message is invalid: malformed, or of an unknown schema or kind. It becomes a dead letter.</summary>
    Invalid,

    /// <summary>Timeouts, 5xx responses, and resets: a retry may help.</summary>
    Transient,

    /// <summary>The source asks to slow down.</summary>
    RateLimited,

    /// <summary>The source changed and its answer cannot be read.</summary>
    SourceBroken,
}
