using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;

namespace StandIn.Requests;

/// <summary>
/// Counts of what was asked, by route and by video: evidence that nothing was asked twice. Counters only, no locks; at
/// most <see cref="MaxVideos"/> videos, those beyond are counted by route alone.
/// </summary>
internal sealed class RequestLog
{
    public const int MaxVideos = 1_000_000;

    /// <summary>Length of a slot of <see cref="Pace"/>.</summary>
    private const int SlotMilliseconds = 100;

    /// <summary>Bound of the slots: more than a day of a steady load.</summary>
    private const int MaxSlots = 1_000_000;

    private volatile Counts counts = new();
    private int inFlight;

    /// <summary>Notes a request; the visit lasts until it is ended or disposed.</summary>
    public Visit Enter(SourceRoute route, StringValues videos)
    {
        var now = counts;
        Max(ref now.MostAtOnce, Interlocked.Increment(ref inFlight));
        var nth = (int)Interlocked.Increment(ref now.Asked[(int)route]);
        if (route.IsMetadata)
            now.Note(Environment.TickCount64 / SlotMilliseconds);
        for (var index = 0; index < videos.Count; index++)
        {
            var before = now.For(videos[index])?.Ask(route);
            if (index == 0 && before is { } times)
                nth = times;
        }

        return new Visit(this, route, videos, nth);
    }

    public void Refuse() => Interlocked.Increment(ref counts.Refused);

    public void Reset() => counts = new Counts();

    /// <summary>The counts of one video; zeros when it was never asked for.</summary>
    public VideoRequests Of(string video) => counts.Videos.TryGetValue(video, out var count) ? count.Read() : default;

    public long AskedOn(SourceRoute route) => Interlocked.Read(ref counts.Asked[(int)route]);

    public long AnsweredOn(SourceRoute route) => Interlocked.Read(ref counts.Answered[(int)route]);

    public RequestReport Report()
    {
        var now = counts;
        return new RequestReport(
            now.Asked.Sum(),
            now.Answered.Sum(),
            Interlocked.Read(ref now.Refused),
            Volatile.Read(ref now.MostAtOnce),
            Enum.GetValues<SourceRoute>()
                .Select(route => (
                    Route: route, Requests: new RouteRequests(now.Asked[(int)route], now.Answered[(int)route])))
                .Where(row => row.Requests.Asked > 0)
                .ToDictionary(row => row.Route, row => row.Requests),
            now.Videos.ToDictionary(row => row.Key, row => row.Value.Read()));
    }

    /// <summary>Metadata requests by the time at which they arrived.</summary>
    public PaceReport Pace() => new(SlotMilliseconds, new Dictionary<long, int>(counts.Slots));

    private void Answer(SourceRoute route, StringValues videos)
    {
        var now = counts;
        Interlocked.Increment(ref now.Answered[(int)route]);
        foreach (var video in videos)
            now.For(video)?.Answer(route);
    }

    private static void Max(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var found && found != seen)
            seen = found;
    }

    /// <summary>
    /// A request in progress. It ends before the last byte of its answer is sent: a caller with the answer must find it
    /// counted, and its next request must not count as concurrent with this one.
    /// </summary>
    public sealed class Visit(RequestLog log, SourceRoute route, StringValues videos, int nth) : IDisposable
    {
        private bool isOver;

        public SourceRoute Route => route;

        /// <summary>The (first) video; empty when the request is about none.</summary>
        public string Video => videos.Count > 0 ? videos[0] ?? "" : "";

        /// <summary>Number of earlier requests of the video, or of the route where there is no video.</summary>
        public int Nth => nth;

        /// <param name="isAnswered">Whether the caller gets what it asked for.</param>
        public void End(bool isAnswered)
        {
            if (isOver)
                return;
            isOver = true;
            if (isAnswered)
                log.Answer(route, videos);
            Interlocked.Decrement(ref log.inFlight);
        }

        public void Dispose() => End(isAnswered: false);
    }

    private sealed class Counts
    {
        public readonly long[] Asked = new long[SourceRoutes.Count];
        public readonly long[] Answered = new long[SourceRoutes.Count];
        public readonly ConcurrentDictionary<string, VideoCount> Videos = new(StringComparer.Ordinal);
        public long Refused;
        public int MostAtOnce;

        public readonly ConcurrentDictionary<long, int> Slots = new();

        private int videosSeen;
        private int slotsSeen;

        public void Note(long slot)
        {
            if (Volatile.Read(ref slotsSeen) < MaxSlots && Slots.AddOrUpdate(slot, 1, (_, count) => count + 1) == 1)
                Interlocked.Increment(ref slotsSeen);
        }

        public VideoCount? For(string? video)
        {
            if (video is null)
                return null;
            if (Videos.TryGetValue(video, out var count))
                return count;

            // ConcurrentDictionary.Count takes all its locks, so a separate counter holds the bound; a race exceeds it
            // by a few.
            if (Volatile.Read(ref videosSeen) >= MaxVideos)
                return null;
            var added = new VideoCount();
            var kept = Videos.GetOrAdd(video, added);
            if (ReferenceEquals(kept, added))
                Interlocked.Increment(ref videosSeen);
            return kept;
        }
    }

    private sealed class VideoCount
    {
        private int asked;
        private int answered;
        private int players;
        private int media;

        /// <returns>How often it was asked before.</returns>
        public int Ask(SourceRoute route) =>
            (route.IsMetadata ? Interlocked.Increment(ref asked)
                : route is SourceRoute.Media ? Interlocked.Increment(ref media)
                : 1) - 1;

        public void Answer(SourceRoute route)
        {
            if (route.IsMetadata)
                Interlocked.Increment(ref answered);
            if (route is SourceRoute.Player)
                Interlocked.Increment(ref players);
        }

        public VideoRequests Read() =>
            new(
                Volatile.Read(ref asked),
                Volatile.Read(ref answered),
                Volatile.Read(ref players),
                Volatile.Read(ref media));
    }
}
