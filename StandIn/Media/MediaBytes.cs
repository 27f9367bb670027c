using System.Buffers.Binary;
using StandIn.Faults;

namespace StandIn.Media;

/// <summary>
/// Bytes that depend on nothing but a seed and where they are, so that any range can be given without the rest, and a
/// piece put in the wrong place changes the checksum.
/// </summary>
internal static class MediaBytes
{
    private const int Word = sizeof(ulong);

    public static void Fill(ulong seed, long offset, Span<byte> target)
    {
        Span<byte> word = stackalloc byte[Word];
        while (!target.IsEmpty)
        {
            var within = (int)(offset % Word);
            var drawn = Dice.Mix(seed ^ (ulong)(offset / Word));
            if (within == 0 && target.Length >= Word)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(target, drawn);
                target = target[Word..];
                offset += Word;
                continue;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(word, drawn);
            var count = Math.Min(Word - within, target.Length);
            word.Slice(within, count).CopyTo(target);
            target = target[count..];
            offset += count;
        }
    }
}
