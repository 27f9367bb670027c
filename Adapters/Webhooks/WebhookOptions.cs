using System.ComponentModel.DataAnnotations;

namespace Adapters.Webhooks;

/// <summary>
/// Section <c>Webhooks</c>: the receivers that may be notified when a submission is done. None are sent unless a secret
/// and allowed receivers are configured; gateways and workers need the same section.
/// </summary>
public sealed record WebhookOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    private const string SecretPrefix = "whsec_";

    /// <summary>Minimum length of the key by the convention: a key that could be guessed proves nothing.</summary>
    private const int MinSecretBytes = 24;

    /// <summary>
    /// Key of the signatures, in base64, with or without the prefix <c>whsec_</c>: <c>openssl rand -base64 32</c>.
    /// </summary>
    public string Secret { get; init; } = "";

    /// <summary>
    /// A second key of the signatures while keys are exchanged: each message is signed with both, so a receiver may
    /// know either.
    /// </summary>
    public string PreviousSecret { get; init; } = "";

    /// <summary>
    /// Hosts that webhooks may name, as in <c>hooks.example.org</c>. They too must have public addresses.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Allows any host with a public address. Use it only if every client of the gateway is trusted.</summary>
    public bool AllowAnyPublicHost { get; init; }

    /// <summary>
    /// Allows addresses of this machine, even without TLS: for receivers on the gateway's machine, and for tests.
    /// </summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Maximum wait for a response; a receiver should accept the message first and process it later.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    public bool AreSent => Secret.Length > 0 && (AllowedHosts.Count > 0 || AllowAnyPublicHost || AllowLoopback);

    /// <summary>Returns the keys to sign with, the current one first.</summary>
    public IReadOnlyList<byte[]> Keys() =>
        PreviousSecret.Length > 0 ? [Key(Secret), Key(PreviousSecret)] : [Key(Secret)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, secret) in new[] { (nameof(Secret), Secret), (nameof(PreviousSecret), PreviousSecret) })
        {
            if (secret.Length > 0 && !IsKey(secret))
                yield return new ValidationResult(
                    $"{Section}:{name} is not base64 of at least {MinSecretBytes} bytes: "
                    + "create one with openssl rand -base64 32.");
        }

        if (Secret.Length == 0 && PreviousSecret.Length > 0)
            yield return new ValidationResult(
                $"{Section}:{nameof(PreviousSecret)} is set without {nameof(Secret)}: set the current one, too.");
        if (Secret.Length == 0 && (AllowedHosts.Count > 0 || AllowAnyPublicHost || AllowLoopback))
            yield return new ValidationResult(
                $"{Section} allows hosts but has no {nameof(Secret)} to sign with: "
                + "create one with openssl rand -base64 32.");
    }

    private static byte[] Key(string secret) => Convert.FromBase64String(
        secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);

    private static bool IsKey(string secret)
    {
        try
        {
            return Key(secret).Length >= MinSecretBytes;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
