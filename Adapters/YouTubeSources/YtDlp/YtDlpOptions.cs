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

    /// <summary>
    /// Maximum number of processes, and with it of questions at a time. Null for one per core, at least 2 and at most
    /// 8: a question mostly waits for the network, and a process takes about 100 MB.
    /// </summary>
    [Range(1, 64)]
    public int? MaxProcesses { get; init; }

    /// <summary>
    /// Keeps processes for further questions, because starting Python and importing yt-dlp costs more than a question.
    /// A program that is not a Python script or archive is started for each question in any case.
    /// </summary>
    public bool KeepRunning { get; init; } = true;

    /// <summary>Number of questions after which a process is replaced, which bounds what it may leak.</summary>
    [Range(1, 1_000_000)]
    public int MaxRunsPerProcess { get; init; } = 500;

    /// <summary>
    /// Memory in bytes at which a process is ended: several times what the largest answers take.
    /// </summary>
    [Range(64L * 1024 * 1024, 64L * 1024 * 1024 * 1024)]
    public long MaxProcessMemory { get; init; } = 512L * 1024 * 1024;

    /// <summary>Time after which an unused process is ended: longer than the pauses of the request budget.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Maximum wait for a free process before the source counts as busy.</summary>
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

    internal int Processes => MaxProcesses ?? Math.Clamp(Environment.ProcessorCount, 2, 8);
}
