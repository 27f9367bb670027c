using System.ComponentModel.DataAnnotations;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>Options of the source that runs yt-dlp: section <c>Sources:YtDlp</c>.</summary>
public sealed record YtDlpOptions
{
    public const string Section = "Sources:YtDlp";

    /// <summary>Path of the program, or a name to look up on the PATH.</summary>
    [Required]
    public string Program { get; init; } = "yt-dlp";

    /// <summary>Value of yt-dlp's <c>--proxy</c>; null for no proxy.</summary>
    public string? Proxy { get; init; }

    /// <summary>
    /// Accepts any certificate: for a stand-in behind <see cref="Proxy"/> that issues its own. Never for the real site.
    /// </summary>
    public bool NoCheckCertificates { get; init; }

    /// <summary>Value of yt-dlp's <c>--extractor-args</c>; null for none.</summary>
    public string? ExtractorArgs { get; init; }

    /// <summary>
    /// Maximum duration of one run: three rounds of requests on a slow network, and less than a job's attempt may take.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Maximum number of concurrent runs; each costs half a second of processor time.</summary>
    [Range(1, 64)]
    public int MaxProcesses { get; init; } = 2;

    /// <summary>Maximum wait for a free run before the source counts as busy.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Runs per minute: yt-dlp's guide reports about 300 videos per hour for a guest session.</summary>
    [Range(1, 100_000)]
    public int RequestsPerMinute { get; init; } = 5;

    /// <summary>
    /// Maximum size of one video's JSON, in bytes; the largest ones, with captions in every language, take a few MB.
    /// </summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxOutput { get; init; } = 16 * 1024 * 1024;
}
