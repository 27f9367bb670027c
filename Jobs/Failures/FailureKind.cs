namespace Jobs.Failures;

/// <summary>Every way in which the world can fail us. <see cref="FailurePolicy"/> says what happens for each.</summary>
public enum FailureKind
{
    /// <summary>What was asked for is not to be had: deleted, private, members only. No retry can help.</summary>
    Unavailable,

    /// <summary>The message itself is wrong: malformed, unknown schema or kind. To the dead letters.</summary>
    Invalid,

    /// <summary>Time-outs, 5xx, resets: a retry may help.</summary>
    Transient,

    /// <summary>The source asks us to slow down.</summary>
    RateLimited,

    /// <summary>The source answers in a way that we do not understand: it changed.</summary>
    SourceBroken,
}
