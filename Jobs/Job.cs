using Jobs.Failures;
using Jobs.Submissions;

namespace Jobs;

/// <summary>One unit of work, as the store keeps it. The store is the truth; everything else repeats it.</summary>
public sealed record Job
{
    public required JobId Id { get; init; }

    public required SubmissionId SubmissionId { get; init; }

    /// <summary>Names the handler: <c>link</c>, <c>rows</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Unique within the submission, and what the queue partitions by: a video id, a batch's number.</summary>
    public required string Key { get; init; }

    /// <summary>What the handler needs, as JSON that only the handler reads.</summary>
    public required string Payload { get; init; }

    public JobState State { get; init; }

    /// <summary>
    /// How often the job was tried, as the retry policy counts: waiting for a source's budget is no attempt.
    /// </summary>
    public int Attempt { get; init; }

    /// <summary>
    /// The fencing token: one higher with every claim, never reset. A claim with an older one cannot complete.
    /// </summary>
    public int Fence { get; init; }

    /// <summary>How often the relay put the job back on the queue.</summary>
    public int Relays { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When somebody last asked for another try after the job had ended; absent when nobody did.</summary>
    public DateTimeOffset? RetriedAt { get; init; }

    /// <summary>From when on its age counts: its acceptance, or the wish to try it again.</summary>
    public DateTimeOffset WantedAt => RetriedAt ?? AcceptedAt;

    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When the latest claim was made.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the job reached a terminal state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Not before this may a <see cref="JobState.Retrying"/> job run again.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the lease of a <see cref="JobState.Running"/> job expires; null in every other state.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>
    /// When the outbox relay takes this job next; null while the job is <see cref="JobState.Running"/> and after it
    /// ended.
    /// </summary>
    public DateTimeOffset? NextRelayAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who holds or held the lease: an instance name of a worker.</summary>
    public string? Owner { get; init; }

    /// <summary>Why the job failed, or why it is being retried.</summary>
    public Failure? Failure { get; init; }

    /// <summary>What came of it, as JSON that the handler wrote; absent in lists unless asked for.</summary>
    public string? Result { get; init; }

    /// <summary>What happened in the latest attempt, in order: each source asked, each download, the store.</summary>
    public IReadOnlyList<Stage> Stages { get; init; } = [];

    /// <summary>W3C <c>traceparent</c> of the request that made the job.</summary>
    public string? TraceParent { get; init; }
}
