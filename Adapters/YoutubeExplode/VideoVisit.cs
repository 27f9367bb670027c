namespace Adapters.YoutubeExplode;

/// <summary>
/// Holds what the HTTP handler observes while the library processes one video. Flows with the asynchronous call because
/// the library passes no context to its handler. Used by one call, whose requests are sequential.
/// </summary>
internal sealed class VideoVisit
{
    private static readonly AsyncLocal<VideoVisit?> Visit = new();

    public static VideoVisit? Current => Visit.Value;

    public int Requests { get; set; }

    public WatchedPlayer? Player { get; set; }

    /// <summary>The player endpoint's answer; the library requests it twice, for streams and for captions.</summary>
    public byte[]? PlayerAnswer { get; set; }

    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Starts a visit. Call it in the method that asks, because the value flows to callees only.</summary>
    public static VideoVisit Begin() => Visit.Value = new VideoVisit();
}
