using System.Text.Json.Serialization;

namespace Jobs.Failures;

/// <summary>The reason for a failed operation.</summary>
/// <param name="Kind">Determines what happens next.</param>
/// <param name="Reason">One sentence for people. Never holds a secret or a payload.</param>
/// <param name="RetryAfter">Wait that the other side asks for, if any.</param>
/// <param name="Code">
/// Stable code for programs: one of <see cref="FailureCodes"/>, or of the domain's codes. Null when the kind says
/// everything.
/// </param>
public sealed record Failure(FailureKind Kind, string Reason, TimeSpan? RetryAfter = null, string? Code = null)
{
    /// <summary>
    /// Nothing was wrong: a budget has no request left, so the job goes back to the store until its turn comes.
    /// </summary>
    [JsonIgnore]
    public bool WaitsForTurn { get; init; }
}
