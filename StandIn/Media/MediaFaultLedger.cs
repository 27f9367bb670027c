using System.Collections.Concurrent;
using StandIn.Requests;
using StandIn.Settings;

namespace StandIn.Media;

/// <summary>How a response is to end before its time; <see cref="EndsAfter"/> is past every stream when it is not.</summary>
internal readonly record struct MediaFaultPlan(long EndsAfter, bool Stalls);

/// <summary>Remembers what was sent of each stream and how often it was cut, for the faults that depend on it.</summary>
internal sealed class MediaFaultLedger(CurrentSettings settings, RequestLog log)
{
    private static readonly MediaFaultPlan Whole = new(long.MaxValue, Stalls: false);

    private readonly ConcurrentDictionary<(string Video, int Itag), Entry> entries = new();

    /// <summary>Whether the stream's address counts as expired: until the player endpoint gives a new one.</summary>
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

    public MediaFaultPlan PlanFor(string video, int itag)
    {
        var faults = settings.Value.Media;
        if ((faults.CutAfter ?? faults.StallAfter) is not { } after)
            return Whole;
        if (faults.Times is { } times && Interlocked.Increment(ref EntryOf(video, itag).Ended) > times)
            return Whole;
        return new MediaFaultPlan(after, Stalls: faults.CutAfter is null);
    }

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
