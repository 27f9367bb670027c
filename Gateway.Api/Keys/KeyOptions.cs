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

        var valid = ApiKeys.Where(key => key.InvalidReason() is null).ToArray();
        if (valid.DistinctBy(key => key.Digest, StringComparer.OrdinalIgnoreCase).Count() < valid.Length)
            yield return new ValidationResult($"{Section}:{nameof(ApiKeys)} contains the same key twice.");
        if (valid.DistinctBy(key => key.Name, StringComparer.Ordinal).Count() < valid.Length)
            yield return new ValidationResult($"{Section}:{nameof(ApiKeys)} contains the same name twice.");
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
    /// SHA-256 of the key in hexadecimal digits, in place of <see cref="Key"/>: a configuration with digests contains
    /// nothing that opens the gateway. The key has to be random.
    /// </summary>
    public string KeyHash { get; init; } = "";

    /// <summary>Scopes of the key; all of them if there are none.</summary>
    public IReadOnlyList<KeyScope> Scopes { get; init; } = [];

    /// <summary>Gets the digest by which the key is found.</summary>
    public string Digest => KeyHash.Length > 0 ? KeyHash : Secret.DigestOf(Key);

    /// <summary>
    /// Requests per minute, which may arrive at once. Enough for a page that polls; stops a client in an endless loop.
    /// </summary>
    public int RequestsPerMinute { get; init; } = 6_000;

    public string? InvalidReason() => this switch
    {
        { Name.Length: 0 } => "has no Name.",
        { KeyHash.Length: > 0, Key.Length: > 0 } => "has a Key and a KeyHash: keep one of them.",
        { KeyHash.Length: > 0 } when !Secret.IsDigest(KeyHash) => "has a KeyHash that is no SHA-256 in 64 digits.",
        { KeyHash.Length: 0, Key.Length: < MinLength } => $"has a Key of fewer than {MinLength} characters.",
        { RequestsPerMinute: < 1 } => "has RequestsPerMinute below 1.",
        _ => null,
    };

    // Never exposes the key.
    public override string ToString() => Name;
}
