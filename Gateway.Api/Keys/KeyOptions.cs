using System.ComponentModel.DataAnnotations;

namespace Gateway.Api.Keys;

/// <summary>
/// Options of the section <c>Gateway</c>, the clients allowed to use this gateway. Without keys everyone on this
/// machine is allowed.
/// </summary>
internal sealed record KeyOptions : IValidatableObject
{
    public const string Section = "Gateway";

    public IReadOnlyList<ApiKey> ApiKeys { get; init; } = [];

    /// <summary>
    /// True to let everyone who reaches a gateway without keys use it, on any address. Off by default: such a gateway
    /// starts only on addresses of this machine.
    /// </summary>
    public bool Open { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < ApiKeys.Count; i++)
        {
            if (ApiKeys[i].InvalidReason() is { } reason)
                yield return new ValidationResult($"{Section}:{nameof(ApiKeys)}:{i} {reason}");
        }

        if (ApiKeys.DistinctBy(key => key.Key).Count() < ApiKeys.Count)
            yield return new ValidationResult($"{Section}:{nameof(ApiKeys)} contains the same key twice.");
    }
}

/// <summary>Represents the key of one client.</summary>
internal sealed record ApiKey
{
    /// <summary>Shorter keys can be guessed.</summary>
    private const int MinLength = 16;

    /// <summary>Name of the client in logs.</summary>
    public string Name { get; init; } = "";

    public string Key { get; init; } = "";

    /// <summary>
    /// Requests per minute, which may arrive at once. Enough for a page that polls; stops a client in an endless loop.
    /// </summary>
    public int RequestsPerMinute { get; init; } = 6_000;

    public string? InvalidReason() => this switch
    {
        { Name.Length: 0 } => "has no Name.",
        { Key.Length: < MinLength } => $"has a Key of fewer than {MinLength} characters.",
        { RequestsPerMinute: < 1 } => "has RequestsPerMinute below 1.",
        _ => null,
    };

    // Never exposes the key.
    public override string ToString() => Name;
}
