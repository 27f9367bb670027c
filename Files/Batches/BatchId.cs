using System.Buffers.Binary;
using System.Globalization;
using Jobs;
using Jobs.Submissions;

namespace Files.Batches;

/// <summary>
/// Derives IDs and keys from a batch's number: IDs sort in batch order, and adding batches again after a crash creates
/// no duplicates.
/// </summary>
public static class BatchId
{
    /// <summary>Returns the number, padded so that keys sort numerically.</summary>
    public static string Key(int number) => number.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>
    /// Returns a version 7 UUID: the submission's time, the batch's number in the next 32 bits (12 before the variant
    /// and 20 after it), and the last 42 bits of the submission's ID.
    /// </summary>
    public static JobId For(SubmissionId submission, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Span<byte> bytes = stackalloc byte[16];
        submission.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (number >> 20)));
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & ((1UL << 42) - 1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (0b10UL << 62) | ((ulong)(number & 0xFFFFF) << 42) | low);
        return new JobId(new Guid(bytes, bigEndian: true));
    }
}
