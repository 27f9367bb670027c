using System.ComponentModel.DataAnnotations;

namespace Jobs;

/// <summary>Section <c>Jobs</c>: bounds and delays of job processing.</summary>
public sealed record JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>Maximum number of attempts before a job becomes a dead letter.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; init; } = 8;

    /// <summary>Maximum age at which a job is still retried, counted from its acceptance or its latest rerun.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Delay before the second attempt; doubles with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryBaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Maximum delay between two attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "7.00:00:00")]
    public TimeSpan RetryMaxDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Maximum duration of one attempt; an attempt that takes longer fails for now.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Maximum duration of one attempt with downloads: hours of video over a slow line, and their conversion.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan DownloadAttemptTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Validity of a claim without renewal, and so the maximum wait of a job whose worker died.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Interval at which leases of running jobs are renewed; a third of <see cref="Lease"/> survives one missed turn.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan LeaseRenewal { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Delay before the outbox relay publishes an accepted job again that the queue did not confirm.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RepublishDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Delay before the outbox relay publishes a queued job again; doubles with each relay.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RedeliveryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Interval of the outbox relay.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan RelayInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Maximum number of jobs that the outbox relay takes at once.</summary>
    [Range(1, 10_000)]
    public int RelayBatch { get; init; } = 500;

    /// <summary>
    /// Maximum number of jobs of one kind that are released to the queue at once; the rest waits in the store. Budgets
    /// of sources usually allow far fewer.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxReleased { get; init; } = 50_000;

    /// <summary>
    /// Weights of clients that are not 1, by the name of the API key: a client with weight 2 gets twice the turns.
    /// </summary>
    public IReadOnlyDictionary<string, double> ClientWeights { get; init; } =
        new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>
    /// Maximum time a response waits for the confirmation of the queue. The jobs are stored by then, so nothing is
    /// lost.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan ConfirmTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Maximum number of metadata jobs in flight per process.</summary>
    [Range(1, 4096)]
    public int MaxInFlight { get; init; } = 64;

    /// <summary>
    /// Maximum number of jobs with downloads in flight per process: they cost bandwidth, disk, and transcoding.
    /// </summary>
    [Range(1, 256)]
    public int MaxDownloads { get; init; } = 4;

    /// <summary>Maximum time a shutdown waits for jobs in flight.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Interval at which the gateway looks for ended submissions with a webhook; events tell which ones to check.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan WebhookInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Interval at which the gateway checks all submissions with a webhook, because events may be lost.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan WebhookSweep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Interval of a worker's heartbeat; a worker that misses four of them counts as gone.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan WorkerReports { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Capacity of the in-process queue; the rest waits in the store for the outbox relay.</summary>
    [Range(1, 10_000_000)]
    public int InProcessCapacity { get; init; } = 100_000;
}
