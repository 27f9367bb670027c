using System.Net;

namespace Gateway.Api.Keys;

/// <summary>
/// Counts wrong keys by the address of their sender. An address beyond its limit is refused until a minute has passed,
/// except with keys that it has used before: others behind the same proxy go on.
/// </summary>
internal sealed class FailedAttempts(TimeProvider clock)
{
    /// <summary>A person who mistypes a key needs a few; a program that guesses, millions.</summary>
    public const int Limit = 10;

    /// <summary>Bounds the memory; the oldest addresses are forgotten.</summary>
    private const int MaxAddresses = 10_000;

    private const int MaxKnown = 16;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock sync = new();
    private readonly Dictionary<IPAddress, Entry> entries = [];

    /// <returns>Null, or the wait of a caller whose address has reached the limit.</returns>
    public TimeSpan? WaitOf(IPAddress address, KeyClient? client)
    {
        lock (sync)
        {
            if (!entries.TryGetValue(address, out var entry) || entry.Failures < Limit
                || (client is not null && entry.Known.Contains(client.Name)))
            {
                return null;
            }

            var wait = entry.Start + Window - clock.GetUtcNow();
            return wait > TimeSpan.Zero ? wait : null;
        }
    }

    /// <returns>The number of wrong keys of the address in this minute.</returns>
    public int Fail(IPAddress address)
    {
        lock (sync)
            return ++EntryOf(address).Failures;
    }

    public void Succeed(IPAddress address, KeyClient client)
    {
        lock (sync)
        {
            var known = EntryOf(address).Known;
            if (known.Count < MaxKnown)
                known.Add(client.Name);
        }
    }

    private Entry EntryOf(IPAddress address)
    {
        var now = clock.GetUtcNow();
        if (!entries.TryGetValue(address, out var entry))
        {
            if (entries.Count >= MaxAddresses)
                entries.Remove(entries.MinBy(pair => pair.Value.Start).Key);
            entries[address] = entry = new Entry { Start = now };
        }
        else if (now - entry.Start >= Window)
        {
            (entry.Start, entry.Failures) = (now, 0);
        }

        return entry;
    }

    private sealed class Entry
    {
        public DateTimeOffset Start { get; set; }

        public int Failures { get; set; }

        public HashSet<string> Known { get; } = new(StringComparer.Ordinal);
    }
}
