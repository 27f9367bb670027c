using System.ComponentModel.DataAnnotations;

namespace Gateway.Api.Keys;

/// <summary>
/// Section <c>Gateway</c>: who may use this gateway. Without keys anyone who reaches it may, as on a person's own
/// machine.
/// </summary>
internal sealed record KeyOptions : IValidatableObject
{
    public const string Section = "Gateway";

    public IReadOnlyList<ApiKey> ApiKeys { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < ApiKeys.Count; i++)
        {
            if (ApiKeys[i].WhyInvalid() is { } reason)
                yield return new ValidationResult($"{Section}:{nameof(ApiKeys)}:{i} {reason}");
        }

        if (ApiKeys.DistinctBy(key => key.Key).Count() < ApiKeys.Count)
            yield return new ValidationResult($"{Section}:{nameof(ApiKeys)} has the same key twice.");
    }
}

/// <summary>One client's key.</summary>
internal sealed record ApiKey
{
    /// <summary>A key that could be guessed protects nothing.</summary>
    private const int MinLength = 16;

    /// <summary>Names the client in logs.</summary>
    public string Name { get; init; } = "";

    public string Key { get; init; } = "";

    /// <summary>
    /// Requests a minute; a minute's worth may come at once. Enough for a page that polls, little for a loop gone wild.
    /// </summary>
    public int RequestsPerMinute { get; init; } = 6_000;

    public string? WhyInvalid() => this switch
    {
        { Name.Length: 0 } => "has no Name.",
        { Key.Length: < MinLength } => $"has a Key of fewer than {MinLength} characters.",
        { RequestsPerMinute: < 1 } => "has RequestsPerMinute below 1.",
        _ => null,
    };

    // Never the key.
    public override string ToString() => Name;
}
