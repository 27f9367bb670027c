using System.ComponentModel.DataAnnotations;

namespace Adapters.YoutubeExplode;

/// <summary>Options of the source that uses YoutubeExplode: section <c>Sources:YoutubeExplode</c>.</summary>
public sealed record YoutubeExplodeOptions
{
    public const string Section = "Sources:YoutubeExplode";

    /// <summary>Address of a stand-in that receives all requests; null for YouTube.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>Maximum duration for one video, including the library's own retries.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Requests to YouTube's pages per minute; a video takes two. A guest session gets about 300 videos per hour.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; init; } = 10;

    /// <summary>Maximum size of one page, in bytes; a watch page has 1 to 2 MB.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxResponse { get; init; } = 16 * 1024 * 1024;
}
