using System.ComponentModel.DataAnnotations;

namespace Jobs;

/// <summary>Section <c>Jobs</c>: bounds and delays of the machinery, every default stated here.</summary>
public sealed record JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>How often a job is tried before it goes to the dead letters.</summary>
    [Range(1, 1000)]
    public int MaxAttempts { get; init; } = 8;

    /// <summary>
    /// How long after its acceptance, or a retry by hand, a job may still be retried by itself, whatever it waits for.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The delay before the second attempt; it doubles with each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryBaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    [Range(typeof(TimeSpan), "00:00:00.001", "7.00:00:00")]
    public TimeSpan RetryMaxDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long one attempt may take in all; a handler that has not ended by then has failed for now.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The same for jobs with downloads: hours of video through a slow line, and their conversion.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan DownloadAttemptTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long a claim holds without a renewal: what a job of a dead worker waits at the most.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How often the leases of running jobs are renewed; a third of <see cref="Lease"/> survives one missed turn.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan LeaseRenewal { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// How long an accepted job waits for the queue's confirmation before the relay publishes it again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RepublishDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a queued job waits before the relay doubts the queue; doubles with each relay.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RedeliveryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the relay looks.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan RelayInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many jobs the relay takes at once.</summary>
    [Range(1, 10_000)]
    public int RelayBatch { get; init; } = 500;

    /// <summary>
    /// How long an answer waits for the queue's confirmation; the jobs are stored by then, so nothing is lost after it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan ConfirmTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Metadata jobs in work at once in one process.</summary>
    [Range(1, 4096)]
    public int MaxInFlight { get; init; } = 64;

    /// <summary>
    /// Jobs with downloads in work at once in one process: they cost bandwidth, disk and transcoding.
    /// </summary>
    [Range(1, 256)]
    public int MaxDownloads { get; init; } = 4;

    /// <summary>How long a shutdown waits for the work in flight.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How often the gateway looks which submissions with a webhook have ended; news of jobs say where to look.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan WebhookInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it looks at all of them: news may be lost.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan WebhookSweep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often a worker tells the store that it lives; one that is silent for four turns counts as gone.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan WorkerReports { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many messages the in-process queue holds; what does not fit waits in the store for the relay.
    /// </summary>
    [Range(1, 10_000_000)]
    public int InProcessCapacity { get; init; } = 100_000;
}
