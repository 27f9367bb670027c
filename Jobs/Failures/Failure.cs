namespace Jobs.Failures;

/// <summary>Why something did not work.</summary>
/// <param name="Kind">Decides what happens next.</param>
/// <param name="Reason">One sentence for a person. Never holds a secret or a payload.</param>
/// <param name="RetryAfter">How long the other side asks us to wait, where it says so.</param>
/// <param name="Code">
/// What it is, for programs that say it in words of their own: one of <see cref="FailureCodes"/>, or of the domain's.
/// Null where the kind is all there is to say.
/// </param>
public sealed record Failure(FailureKind Kind, string Reason, TimeSpan? RetryAfter = null, string? Code = null);
