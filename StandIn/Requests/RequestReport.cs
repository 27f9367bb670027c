namespace StandIn.Requests;

/// <param name="Asked">Requests of sources, with any outcome.</param>
/// <param name="Answered">Those that got what they asked for.</param>
/// <param name="Refused">Those beyond the limit of a minute.</param>
/// <param name="MostAtOnce">Requests in flight at the busiest moment.</param>
/// <param name="Routes">By route.</param>
/// <param name="Videos">By video id.</param>
internal sealed record RequestReport(
    long Asked,
    long Answered,
    long Refused,
    int MostAtOnce,
    IReadOnlyDictionary<SourceRoute, RouteRequests> Routes,
    IReadOnlyDictionary<string, VideoRequests> Videos);

internal readonly record struct RouteRequests(long Asked, long Answered);

/// <param name="Asked">Times its metadata was asked for.</param>
/// <param name="Answered">Times its metadata was given.</param>
/// <param name="Players">Times the player endpoint gave it.</param>
/// <param name="Media">Requests for bytes of its streams.</param>
internal readonly record struct VideoRequests(int Asked, int Answered, int Players, int Media);

/// <param name="SlotMilliseconds">Length of a slot.</param>
/// <param name="Requests">Metadata requests by the number of their slot.</param>
internal sealed record PaceReport(int SlotMilliseconds, IReadOnlyDictionary<long, int> Requests);
