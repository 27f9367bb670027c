namespace Adapters.YoutubeExplode;

/// <summary>
/// What the handler sees and keeps while the library is asked about one video. Flows with the asynchronous call, as the
/// library hands nothing through to its handler. Used by one call, whose requests follow one another.
/// </summary>
internal sealed class VideoVisit
{
    private static readonly AsyncLocal<VideoVisit?> Visit = new();

    public static VideoVisit? Current => Visit.Value;

    public int Requests { get; set; }

    public WatchedPlayer? Player { get; set; }

    /// <summary>The player endpoint's answer, asked once for the streams and again for the captions.</summary>
    public byte[]? PlayerAnswer { get; set; }

    public TimeSpan? RetryAfter { get; set; }

    /// <summary>To be called in the method that asks, as the value flows inwards only.</summary>
    public static VideoVisit Begin() => Visit.Value = new VideoVisit();
}
