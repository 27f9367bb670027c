using System.ComponentModel.DataAnnotations;

namespace Adapters.Webhooks;

/// <summary>
/// Section <c>Webhooks</c>: who may be told that a submission is done, every default stated here. None are sent unless
/// a secret and somebody to send to are configured; gateways and workers need the same section.
/// </summary>
public sealed record WebhookOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    private const string SecretPrefix = "whsec_";

    /// <summary>A key that could be guessed proves nothing; the convention asks for 24 bytes and more.</summary>
    private const int MinSecretBytes = 24;

    /// <summary>
    /// The key of the signatures, in base64, with or without <c>whsec_</c> before it: <c>openssl rand -base64 32</c>.
    /// </summary>
    public string Secret { get; init; } = "";

    /// <summary>
    /// Hosts that webhooks may name, as <c>hooks.example.org</c>. Listed ones must have public addresses too.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether any host with a public address may be named: only where every sender is trusted.</summary>
    public bool AllowAnyPublicHost { get; init; }

    /// <summary>
    /// Whether addresses of this machine may be named, without TLS too: for receivers beside the gateway, and for
    /// tests.
    /// </summary>
    public bool AllowLoopback { get; init; }

    /// <summary>How long the receiver may take to answer; it is to take the message and do its work later.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    public bool AreSent => Secret.Length > 0 && (AllowedHosts.Count > 0 || AllowAnyPublicHost || AllowLoopback);

    public byte[] Key() =>
        Convert.FromBase64String(Secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? Secret[SecretPrefix.Length..] : Secret);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Secret.Length > 0 && !IsKey())
            yield return new ValidationResult($"{Section}:{nameof(Secret)} is not base64 of {MinSecretBytes} bytes or more: make one with openssl rand -base64 32.");
        if (Secret.Length == 0 && (AllowedHosts.Count > 0 || AllowAnyPublicHost || AllowLoopback))
            yield return new ValidationResult($"{Section} allows hosts and has no {nameof(Secret)} to sign with: make one with openssl rand -base64 32.");
    }

    private bool IsKey()
    {
        try
        {
            return Key().Length >= MinSecretBytes;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
