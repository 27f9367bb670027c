using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Guard;

/// <summary>
/// Compares the secret of a request with that of this worker, by digest, so its timing reveals nothing.
/// </summary>
internal sealed class DirectSecret(DirectOptions options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? expected = options.Secret.Length > 0 ? Digest(options.Secret) : null;

    /// <summary>Gets the sentence for callers without the secret.</summary>
    public string WhyRefused => expected is null
        ? $"This worker takes no direct requests: set {DirectOptions.Section}:{nameof(DirectOptions.Secret)} for the "
            + "gateway and its workers, or use the queue."
        : $"This worker requires its secret ({DirectOptions.Section}:{nameof(DirectOptions.Secret)}): send this to the "
            + "gateway.";

    public bool IsOf(HttpRequest request) =>
        expected is not null
        && request.Headers.Authorization is [{ } value]
        && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Digest(value[Scheme.Length..]), expected);

    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
