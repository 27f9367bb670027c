using System.Buffers.Binary;
using Jobs;

namespace Simulation.Scheduling;

/// <summary>The random source of one process, so that a seed decides its jitter and its IDs.</summary>
internal sealed class SeededRandom(int seed) : RandomSource
{
    private readonly Random random = new(seed);

    public override double NextDouble() => random.NextDouble();

    public override Guid NewGuid(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        var time = (ulong)at.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(time >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)time);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
