using System.Buffers.Binary;
using System.Globalization;
using Jobs;
using Jobs.Submissions;

namespace Files.Batches;

/// <summary>
/// Ids and keys of the batches of one submission: made from the batch's number, so that ids sort as the batches do, and
/// so that adding the batches again after a crash adds none twice.
/// </summary>
public static class BatchId
{
    /// <summary>The number, padded so that keys sort as numbers do.</summary>
    public static string Key(int number) => number.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>
    /// A version 7 UUID with the submission's time, the batch's number in the 32 bits after it (12 before the variant,
    /// 20 after it), and the last 42 bits of the submission's id.
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
