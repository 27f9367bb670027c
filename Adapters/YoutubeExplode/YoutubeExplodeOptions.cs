using System.ComponentModel.DataAnnotations;

namespace Adapters.YoutubeExplode;

/// <summary>Section <c>Sources:YoutubeExplode</c>.</summary>
public sealed record YoutubeExplodeOptions
{
    public const string Section = "Sources:YoutubeExplode";

    /// <summary>Where all requests go instead of YouTube's hosts: a stand-in. Absent means YouTube.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>How long one video may take, with all of the library's own retries.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Requests to YouTube's pages a minute; a video takes two. A guest's session gets about 300 videos an hour.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; init; } = 10;

    /// <summary>Bytes of one page; a watch page has one to two MB.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxResponse { get; init; } = 16 * 1024 * 1024;
}
