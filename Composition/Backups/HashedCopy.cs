using System.Buffers;
using System.Security.Cryptography;

namespace Composition.Backups;

/// <summary>Copies a stream and computes the digest of what it copied.</summary>
internal static class HashedCopy
{
    private const int BufferBytes = 128 * 1024;

    /// <param name="source">Where to read.</param>
    /// <param name="target">Where to write.</param>
    /// <param name="maxBytes">Bytes after which the copy ends.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    public static async Task<(long Bytes, string Sha256)> RunAsync(
        Stream source, Stream target, long maxBytes, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long bytes = 0;
            while (bytes <= maxBytes && await source.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                digest.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                bytes += read;
            }

            return (bytes, Convert.ToHexStringLower(digest.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
