using System.Text;
using Jobs.Failures;
using Jobs.Submissions;

namespace Jobs;

/// <summary>One unit of work, as the store keeps it. The store is the source of truth.</summary>
public sealed record Job
{
    /// <summary>
    /// Maximum payload in bytes of a job that is dispatched: enough to see what a link asks for. The rows of a batch
    /// are longer, and are read when it runs.
    /// </summary>
    public const int MaxBriefPayload = 4 * 1024;

    public required JobId Id { get; init; }

    public required SubmissionId SubmissionId { get; init; }

    /// <summary>The kind of work, which selects the handler: <c>link</c>, <c>rows</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// Unique within the submission, and the partition key on the queue: a video ID, or the number of a batch.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Input of the handler, as JSON that only the handler reads.</summary>
    public required string Payload { get; init; }

    public JobState State { get; init; }

    /// <summary>
    /// Number of attempts, as the retry policy counts them: waiting for a source's budget is no attempt.
    /// </summary>
    public int Attempt { get; init; }

    /// <summary>
    /// The fencing token: incremented by every claim, never reset. A claim with an older one cannot complete.
    /// </summary>
    public int Fence { get; init; }

    /// <summary>
    /// The fence of the latest claim that a worker completed; 0 if there was none. Tells a worker whose completion had
    /// no answer whether it took effect.
    /// </summary>
    public int CompletedFence { get; init; }

    /// <summary>Number of times that the outbox relay published the job again since its latest claim.</summary>
    public int Relays { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Time of the latest rerun requested by a client; null if there was none.</summary>
    public DateTimeOffset? RetriedAt { get; init; }

    /// <summary>Start of the job's age: its acceptance, or its latest rerun.</summary>
    public DateTimeOffset WantedAt => RetriedAt ?? AcceptedAt;

    /// <summary>
    /// Time at which the job left the store for the queue for the last time, or was wanted: its wait for a turn is not
    /// held against it.
    /// </summary>
    public DateTimeOffset TriedSince => ReleasedAt is { } released && released > WantedAt ? released : WantedAt;

    /// <summary>Time at which the outbox relay last took the job from its lane; null if it never waited.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>Time of the latest claim.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Time at which the job reached a terminal state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Earliest time at which a <see cref="JobState.Retrying"/> job runs again.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>End of the lease of a <see cref="JobState.Running"/> job; null in every other state.</summary>
    public DateTimeOffset? LeaseExpiresAt { get; init; }

    /// <summary>
    /// Next turn of the outbox relay; null while the job waits in the store (<see cref="WaitsSince"/>) or is
    /// <see cref="JobState.Running"/>, and after it ended.
    /// </summary>
    public DateTimeOffset? NextRelayAt { get; init; }

    /// <summary>
    /// Time since which the job waits in the store for its turn; null once the outbox relay released it to the queue.
    /// </summary>
    public DateTimeOffset? WaitsSince { get; init; }

    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>The client whose jobs take turns with those of others: an API key's name, or the submission.</summary>
    public string Client { get; init; } = "";

    /// <summary>The queue of this job while it waits in the store.</summary>
    public JobLane Lane => new(Priority, Kind, Client);

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The worker that holds, or last held, the lease.</summary>
    public string? Owner { get; init; }

    /// <summary>Reason for the failure, or for the retry.</summary>
    public Failure? Failure { get; init; }

    /// <summary>Output of the handler, as JSON; null in lists without details.</summary>
    public string? Result { get; init; }

    /// <summary>Steps of the latest attempt, in order: each source, each download, the store.</summary>
    public IReadOnlyList<Stage> Stages { get; init; } = [];

    /// <summary>W3C <c>traceparent</c> of the request that created the job.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Returns the job without what can be large, to keep many of them.</summary>
    public Job WithoutDetails() => this with { Payload = "", Result = null, Stages = [] };

    /// <summary>
    /// Returns the job without result and stages, and without a payload over <see cref="MaxBriefPayload"/>.
    /// </summary>
    public Job Brief() => WithoutDetails() with
    {
        Payload = Encoding.UTF8.GetByteCount(Payload) <= MaxBriefPayload ? Payload : "",
    };
}
