using System.ComponentModel.DataAnnotations;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>Section <c>Sources:YouTubeApi</c>.</summary>
public sealed record YouTubeApiOptions
{
    public const string Section = "Sources:YouTubeApi";

    /// <summary>
    /// Of the YouTube Data API; without one oEmbed is asked, which gives title, author and thumbnail.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>Where <c>youtube/v3/videos</c> is.</summary>
    [Required]
    public Uri BaseAddress { get; init; } = new("https://www.googleapis.com/");

    /// <summary>Where <c>oembed</c> is.</summary>
    [Required]
    public Uri OEmbedBaseAddress { get; init; } = new("https://www.youtube.com/");

    /// <summary>
    /// How long one request may take; the answers are small, and usually there in a fraction of a second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Requests a minute, a batch counting as one. No limit is published for oEmbed; one a second is polite.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; init; } = 60;

    /// <summary>
    /// How long the first video of a batch waits for others. Not to be felt beside the request itself.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan BatchWindow { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Bytes of one answer; fifty videos with long descriptions have well below one MB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxResponse { get; init; } = 4 * 1024 * 1024;

    // A key must not get into a log with the record's other values.
    public override string ToString() => $"{nameof(YouTubeApiOptions)} {(HasKey ? "with" : "without")} key";

    internal bool HasKey => !string.IsNullOrWhiteSpace(ApiKey);
}
