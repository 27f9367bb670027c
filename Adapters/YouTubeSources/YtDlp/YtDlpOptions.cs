using System.ComponentModel.DataAnnotations;

namespace Adapters.YouTubeSources.YtDlp;

/// <summary>Section <c>Sources:YtDlp</c>.</summary>
public sealed record YtDlpOptions
{
    public const string Section = "Sources:YtDlp";

    /// <summary>A name to be found on the PATH, or a path.</summary>
    [Required]
    public string Program { get; init; } = "yt-dlp";

    /// <summary>As yt-dlp's <c>--proxy</c> takes it; none when absent.</summary>
    public string? Proxy { get; init; }

    /// <summary>
    /// Takes any certificate: for a stand-in behind <see cref="Proxy"/>, which makes its own. Never for the real site.
    /// </summary>
    public bool NoCheckCertificates { get; init; }

    /// <summary>As yt-dlp's <c>--extractor-args</c> takes it; none when absent.</summary>
    public string? ExtractorArgs { get; init; }

    /// <summary>
    /// How long one run may take: three rounds of requests of a slow network, and below the time of a job's attempt.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How many run at once; each costs half a second of processor time.</summary>
    [Range(1, 64)]
    public int MaxProcesses { get; init; } = 2;

    /// <summary>How long a video waits for its run before the source counts as busy.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Runs a minute: yt-dlp's guide counts about 300 videos an hour for a guest's session.</summary>
    [Range(1, 100_000)]
    public int RequestsPerMinute { get; init; } = 5;

    /// <summary>Bytes of JSON of one video; the largest ones, with captions in every language, have a few MB.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxOutput { get; init; } = 16 * 1024 * 1024;
}
