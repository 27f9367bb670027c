using System.ComponentModel.DataAnnotations;

namespace Extraction;

/// <summary>Options of the extraction of videos: section <c>Extraction</c>.</summary>
public sealed record ExtractionOptions
{
    public const string Section = "Extraction";

    /// <summary>
    /// Maximum age of a stored document that is reused, unless the request says otherwise. One hour: titles and authors
    /// rarely change within an hour, and a view count of that age is still useful.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Maximum number of a playlist's or channel's entries that become jobs; the result says when there were more.
    /// 5,000 is YouTube's own limit for a playlist.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxListVideos { get; init; } = 5000;
}
