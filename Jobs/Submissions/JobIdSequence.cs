namespace Jobs.Submissions;

/// <summary>
/// Creates version 7 UUIDs that sort in the order of their creation, also within a millisecond: a counter replaces the
/// first random bits (RFC 9562, section 6.2). Safe for use from any thread.
/// </summary>
internal sealed class JobIdSequence(TimeProvider clock, RandomSource random)
{
    private const int CounterBits = 12;

    // Unix milliseconds above a counter; a counter that overflows borrows from the next millisecond.
    private long last;

    public JobId Next()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        long seen, next;
        do
        {
            seen = Volatile.Read(ref last);
            next = Math.Max(now, seen + 1);
        }
        while (Interlocked.CompareExchange(ref last, next, seen) != seen);

        Span<byte> bytes = stackalloc byte[16];
        var time = DateTimeOffset.FromUnixTimeMilliseconds(next >> CounterBits);
        random.NewGuid(time).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | ((next >> 8) & 0x0F));
        bytes[7] = (byte)next;
        return new JobId(new Guid(bytes, bigEndian: true));
    }
}
