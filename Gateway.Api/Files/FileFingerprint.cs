using System.Security.Cryptography;
using System.Text;

namespace Gateway.Api.Files;

/// <summary>The digest that tells whether the same idempotency key came with the same file and parameters.</summary>
internal static class FileFingerprint
{
    public static string Of(Upload upload, FileRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Canonical() + upload.Sha256)));
}
