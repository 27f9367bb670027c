using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Api.Links;

/// <summary>
/// The header <c>Idempotency-Key</c>, and the digest that tells whether the same key came with the same request.
/// </summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>A UUID has 36 characters; this leaves room for a prefix and keeps the store's index small.</summary>
    public const int MaxLength = 200;

    /// <summary>Absent is fine: <paramref name="key"/> is null then.</summary>
    public static bool TryRead(HttpRequest request, out string? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        problem = null;
        if (!request.Headers.TryGetValue(Header, out var values))
            return true;

        if (values is [{ Length: > 0 and <= MaxLength } value] && value.All(c => c is > ' ' and < '\x7f'))
        {
            key = value;
            return true;
        }

        problem = $"The header {Header} must have 1 to {MaxLength} visible ASCII characters, once: a new UUID serves well.";
        return false;
    }

    public static string Fingerprint(LinksInput input)
    {
        var text = new StringBuilder().Append(input.MaxAge?.Ticks).Append('\n').Append(input.Media?.Describe()).Append('\n').Append(input.Webhook is null ? "" : $"webhook {input.Webhook}\n").AppendJoin('\n', input.Links);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
