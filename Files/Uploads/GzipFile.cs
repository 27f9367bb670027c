using System.Buffers.Binary;
using System.IO.Compression;

namespace Files.Uploads;

/// <summary>Decompresses gzip with limits, and detects a truncated file.</summary>
internal static class GzipFile
{
    private const int MaxUnpackedRatio = 250;
    private const long RatioFreeBytes = 16 * 1024 * 1024;

    public static async Task<bool> IsGzipAsync(FileStream file, CancellationToken cancellationToken)
    {
        var magic = new byte[2];
        file.Position = 0;
        return await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken) == 2
            && magic is [0x1F, 0x8B];
    }

    /// <exception cref="UploadRefusedException">The file is truncated, or exceeds a limit.</exception>
    public static async Task UnpackAsync(
        FileStream packed, Stream into, long maxBytes, UploadShare share, CancellationToken cancellationToken)
    {
        try
        {
            await UnpackBytesAsync(packed, into, maxBytes, share, cancellationToken);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new UploadRefusedException(
                UploadRefusal.Malformed,
                "The compressed file is damaged: compress it again, or send it uncompressed.");
        }
    }

    private static async Task UnpackBytesAsync(
        FileStream packed, Stream into, long maxBytes, UploadShare share, CancellationToken cancellationToken)
    {
        packed.Position = 0;
        await using var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[64 * 1024];
        long unpacked = 0;
        while (await gzip.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            unpacked += read;
            if (unpacked > maxBytes || (unpacked > RatioFreeBytes && unpacked > packed.Length * MaxUnpackedRatio))
            {
                throw new UploadRefusedException(
                    UploadRefusal.TooLarge, "The file decompresses to more than the limit: send it in parts.");
            }

            share.Take(read);
            await into.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        await CheckEndAsync(packed, unpacked, cancellationToken);
    }

    /// <summary>
    /// Compares the length in the last four bytes: the decompressing stream does not report an end in the middle.
    /// </summary>
    private static async Task CheckEndAsync(FileStream packed, long unpacked, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(uint)];
        packed.Position = Math.Max(0, packed.Length - length.Length);
        await packed.ReadExactlyAsync(length, cancellationToken);
        if (BinaryPrimitives.ReadUInt32LittleEndian(length) != (uint)unpacked)
        {
            throw new UploadRefusedException(
                UploadRefusal.Malformed,
                "The compressed file is cut off, or consists of several parts: compress it again as one, or send it "
                + "uncompressed.");
        }
    }
}
