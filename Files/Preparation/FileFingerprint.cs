using System.Security.Cryptography;
using System.Text;
using Files.Uploads;

namespace Files.Preparation;

/// <summary>Computes the digest that detects an idempotency key reused with another file or other parameters.</summary>
internal static class FileFingerprint
{
    public static string Of(Upload upload, FileRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Canonical() + upload.Sha256)));
}
