namespace Jobs.Failures;

/// <summary>Why something did not work.</summary>
/// <param name="Kind">Decides what happens next.</param>
/// <param name="Reason">One sentence for a person. Never holds a secret or a payload.</param>
/// <param name="RetryAfter">How long the other side asks us to wait, where it says so.</param>
public sealed record Failure(FailureKind Kind, string Reason, TimeSpan? RetryAfter = null);
