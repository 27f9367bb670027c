using System.ComponentModel.DataAnnotations;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>Options of the source that calls YouTube's official APIs: section <c>Sources:YouTubeApi</c>.</summary>
public sealed record YouTubeApiOptions
{
    public const string Section = "Sources:YouTubeApi";

    /// <summary>
    /// Key of the YouTube Data API. Without one, oEmbed is used, which returns title, author, and thumbnail.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>Base address of <c>youtube/v3/videos</c>.</summary>
    [Required]
    public Uri BaseAddress { get; init; } = new("https://www.googleapis.com/");

    /// <summary>Base address of <c>oembed</c>.</summary>
    [Required]
    public Uri OEmbedBaseAddress { get; init; } = new("https://www.youtube.com/");

    /// <summary>
    /// Maximum duration of one request. Answers are small and usually arrive in a fraction of a second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Requests per minute; a batch of up to 50 videos is one. No limit is published for oEmbed; one per second is
    /// polite.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; init; } = 60;

    /// <summary>
    /// Time for which the first video of a batch waits for others; negligible compared with the request itself.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan BatchWindow { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The same while many videos were in flight a moment ago: their jobs end together and make room for the next ones,
    /// and a full call costs as much of the daily quota as one for a single video.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan CrowdedBatchWindow { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Maximum wait of a batch for a request of the budget, while more videos join it; several workers have their turns
    /// one after the other. Shorter than a job's attempt. Without a request within it, the jobs go back to the store.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan BudgetWait { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Maximum size of one answer, in bytes; fifty videos with long descriptions take well below 1 MB.
    /// </summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxResponse { get; init; } = 4 * 1024 * 1024;

    // The generated text would contain the key, and end up in logs.
    public override string ToString() => $"{nameof(YouTubeApiOptions)} {(HasKey ? "with" : "without")} key";

    internal bool HasKey => !string.IsNullOrWhiteSpace(ApiKey);
}
