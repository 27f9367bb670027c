using System.Collections.Concurrent;
using StandIn.Requests;
using StandIn.Settings;

namespace StandIn.Media;

/// <summary>
/// Plan for ending a response early; <see cref="EndsAfter"/> is past every stream when it ends normally.
/// </summary>
internal readonly record struct MediaFaultPlan(long EndsAfter, bool Stalls)
{
    public static MediaFaultPlan Whole { get; } = new(long.MaxValue, Stalls: false);

    public static MediaFaultPlan Of(MediaFaults faults) =>
        (faults.CutAfter ?? faults.StallAfter) is { } after ? new(after, Stalls: faults.CutAfter is null) : Whole;
}

/// <summary>
/// Remembers what was sent of each stream and how often it was cut, for the faults that depend on it.
/// </summary>
internal sealed class MediaFaultLedger(CurrentSettings settings, RequestLog log)
{
    private readonly ConcurrentDictionary<(string Video, int Itag), Entry> entries = new();

    /// <summary>True while the stream's address is expired: until the player endpoint gives a new one.</summary>
    public bool IsForbidden(string video, int itag)
    {
        if (settings.Value.Media.ForbiddenAfter is not { } limit)
            return false;
        var entry = EntryOf(video, itag);
        lock (entry)
        {
            var players = log.Of(video).Players;
            if (entry.Players != players)
            {
                entry.Players = players;
                entry.Sent = 0;
            }

            return entry.Sent >= limit;
        }
    }

    /// <summary>Counts an early end; false when the stream has had all of them.</summary>
    public bool Take(string video, int itag) =>
        settings.Value.Media.Times is not { } times || Interlocked.Increment(ref EntryOf(video, itag).Ended) <= times;

    public void Sent(string video, int itag, int bytes)
    {
        if (settings.Value.Media.ForbiddenAfter is null)
            return;
        var entry = EntryOf(video, itag);
        lock (entry)
            entry.Sent += bytes;
    }

    private Entry EntryOf(string video, int itag) => entries.GetOrAdd((video, itag), _ => new Entry());

    private sealed class Entry
    {
        public long Sent;
        public int Players;
        public int Ended;
    }
}
