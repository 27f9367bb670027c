using System.Security.Cryptography;
using System.Text;

namespace Gateway.Api.Keys;

/// <summary>
/// Creates random secrets, and digests that are kept in their place. A secret is long and random, so one round of
/// SHA-256 cannot be reversed.
/// </summary>
internal static class Secret
{
    private const int Bytes = 32;

    public static string New() => RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true);

    public static string DigestOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool IsDigest(string text) =>
        text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigit);
}
