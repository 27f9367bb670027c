using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Extraction.Requests;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Links;

/// <summary>
/// Reads the header <c>Idempotency-Key</c>, and computes the digest that detects another request with the same key.
/// </summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>A UUID has 36 characters; this leaves room for a prefix and keeps the store's index small.</summary>
    public const int MaxLength = 200;

    /// <summary>Reads the key; a missing header leaves <paramref name="key"/> null.</summary>
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

        problem = $"The header {Header} must occur once, with 1 to {MaxLength} visible ASCII characters: send a UUID.";
        return false;
    }

    public static string Fingerprint(LinksRequest request)
    {
        var text = new StringBuilder()
            .Append(request.MaxAge?.Ticks).Append('\n')
            .Append(request.ToMedia()?.Describe()).Append('\n')
            .Append(request.Webhook is null ? "" : $"webhook {request.Webhook}\n")
            .AppendJoin('\n', request.Links);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static ProblemHttpResult InUse() => Problem.Of(
        StatusCodes.Status422UnprocessableEntity,
        $"This {Header} was used for a different request: send a new key with a new request.");
}
