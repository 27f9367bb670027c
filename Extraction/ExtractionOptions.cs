using System.ComponentModel.DataAnnotations;

namespace Extraction;

/// <summary>Section <c>Extraction</c>.</summary>
public sealed record ExtractionOptions
{
    public const string Section = "Extraction";

    /// <summary>
    /// How old a stored document may be to be reused when a request does not say. An hour: titles and authors hardly
    /// change in one, and the view count of a document that old still serves.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How many entries of a playlist or channel become jobs; the result says when there were more. 5,000: as many as
    /// YouTube lets a playlist have.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxListVideos { get; init; } = 5000;
}
