using System.ComponentModel.DataAnnotations;

namespace ServiceDefaults.Guard;

/// <summary>Options of the section <c>Direct</c>, the requests of the gateway to its workers.</summary>
public sealed record DirectOptions : IValidatableObject
{
    public const string Section = "Direct";

    /// <summary>Shorter secrets can be guessed.</summary>
    private const int MinLength = 16;

    /// <summary>
    /// The secret that a worker requires of its callers: the same for the gateway and its workers. Empty by default: a
    /// worker then refuses all direct requests, and takes its jobs from the queue only.
    /// </summary>
    public string Secret { get; init; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Secret.Length is > 0 and < MinLength || !Secret.All(character => character is >= ' ' and <= '~'))
            yield return new ValidationResult(
                $"{Section}:{nameof(Secret)} needs {MinLength} or more characters, of ASCII only.");
    }

    // Never exposes the secret.
    public override string ToString() => nameof(DirectOptions);
}
