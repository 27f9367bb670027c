using System.Collections.Immutable;
using Jobs.Stores;
using Jobs.Transitions;
using static Jobs.Transitions.JobArgument;
using static Jobs.Transitions.JobField;

namespace Jobs;

/// <summary>
/// The life of a job: every transition, and all that it changes. Each store translates this table into its own
/// statements, <see cref="JobStates.CanMove"/> derives from it, and <see cref="JobModel"/> applies it in memory.
/// </summary>
/// <remarks>
/// <para>
/// A job starts as Accepted: it waits in its lane (<see cref="Job.WaitsSince"/>), or it is released to the queue with a
/// first turn of the outbox relay in <see cref="Job.NextRelayAt"/>. A released job has such a turn in every open state
/// but Running, where <see cref="Job.LeaseExpiresAt"/> takes its place, so that no open job is ever forgotten. A job
/// that ended has none of them.
/// </para>
/// <para>
/// <see cref="Failures.FailurePolicy"/> decides how long a failed attempt waits, with <see cref="Failures.Backoff"/>.
/// The wait of the relay for the queue doubles with each relay since the latest claim, which shows that messages
/// arrive, within the bounds below.
/// </para>
/// </remarks>
public static class JobTransitions
{
    /// <summary>Bounds the wait for a confirmation of the queue: 8 × the republish delay.</summary>
    private const int MaxRepublishDoublings = 3;

    /// <summary>
    /// Bounds the wait for a worker that takes a confirmed job: 64 × the redelivery delay, so that a deep backlog is
    /// not published twice.
    /// </summary>
    private const int MaxRedeliveryDoublings = 6;

    /// <summary>The queue confirmed the message that was published under this fence.</summary>
    public static JobTransition Confirm { get; } = new("confirm")
    {
        From = [JobState.Accepted, JobState.Queued, JobState.Retrying.Once(DueAt)],
        HoldsFence = true,
        To = JobState.Queued,
        Sets = [QueuedAt.To(Now), UpdatedAt.To(Now), NextRelayAt.AfterDelay(MaxRedeliveryDoublings)],
        Clears = [DueAt, WaitsSince],
    };

    /// <summary>
    /// A worker takes the job under a lease. Only the outbox relay decides that the lease of another one has ended, see
    /// <see cref="Expire"/>.
    /// </summary>
    public static JobTransition Claim { get; } = new("claim")
    {
        From = [JobState.Accepted, JobState.Queued, JobState.Retrying.Once(DueAt)],
        To = JobState.Running,
        Sets =
        [
            Attempt.Plus(1), Fence.Plus(1), Relays.ToZero(), Owner.To(Worker),
            StartedAt.To(Now), UpdatedAt.To(Now), LeaseExpiresAt.To(LeaseEnd),
        ],
        Clears = [DueAt, NextRelayAt, WaitsSince],
    };

    /// <summary>The worker extends its lease.</summary>
    public static JobTransition Renew { get; } = new("renew")
    {
        From = [JobState.Running],
        HoldsFence = true,
        Sets = [LeaseExpiresAt.To(LeaseEnd)],
    };

    /// <summary>The attempt succeeded.</summary>
    public static JobTransition Succeed { get; } = new("succeed")
    {
        From = [JobState.Running],
        HoldsFence = true,
        To = JobState.Succeeded,
        Sets =
        [
            CompletedFence.To(Held), Stages.To(Steps), Result.To(Output), FinishedAt.To(Now), UpdatedAt.To(Now),
        ],
        Clears = [Failure, DueAt, LeaseExpiresAt],
    };

    /// <summary>The attempt failed, and no other attempt can help: <see cref="Failures.Verdict.Fail"/>.</summary>
    public static JobTransition Fail { get; } = new("fail")
    {
        From = [JobState.Running],
        HoldsFence = true,
        To = JobState.Failed,
        Sets =
        [
            CompletedFence.To(Held), Stages.To(Steps), Failure.To(Reason), FinishedAt.To(Now), UpdatedAt.To(Now),
        ],
        Clears = [Result, DueAt, LeaseExpiresAt],
    };

    /// <summary>
    /// The attempt failed, and another one follows after a delay: <see cref="Failures.Verdict.Retry"/>.
    /// </summary>
    public static JobTransition Retry { get; } = new("retry")
    {
        From = [JobState.Running],
        HoldsFence = true,
        To = JobState.Retrying,
        Sets =
        [
            CompletedFence.To(Held), Stages.To(Steps), Failure.To(Reason), UpdatedAt.To(Now),
            DueAt.To(RetryTime), NextRelayAt.To(RetryTime),
        ],
        Clears = [Result, LeaseExpiresAt],
    };

    /// <summary>
    /// As <see cref="Retry"/>, but a stop cut the attempt off, so it does not count.
    /// </summary>
    public static JobTransition Postpone { get; } = new("postpone")
    {
        From = Retry.From,
        HoldsFence = Retry.HoldsFence,
        To = Retry.To,
        Sets = [.. Retry.Sets, Attempt.Plus(-1)],
        Clears = Retry.Clears,
    };

    /// <summary>
    /// No source had a request left for the job: it goes back to the front of its lane, and the attempt does not count.
    /// </summary>
    public static JobTransition PutBack { get; } = new("put back")
    {
        From = [JobState.Running],
        HoldsFence = true,
        To = JobState.Accepted,
        Sets =
        [
            CompletedFence.To(Held), Attempt.Plus(-1), Stages.To(Steps), Failure.To(Reason),
            UpdatedAt.To(Now), WaitsSince.To(Now),
        ],
        Clears = [Result, LeaseExpiresAt],
    };

    /// <summary>The outbox relay takes a job from its lane, to publish it.</summary>
    public static JobTransition Dispatch { get; } = new("dispatch")
    {
        From = [JobState.Accepted.Once(WaitsSince)],
        Sets = [ReleasedAt.To(Now), UpdatedAt.To(Now), NextRelayAt.AfterDelay(MaxRepublishDoublings)],
        Clears = [WaitsSince],
    };

    /// <summary>The outbox relay takes a job whose message may be lost, to publish it again.</summary>
    public static JobTransition Republish { get; } = new("republish")
    {
        From = [JobState.Accepted.Once(NextRelayAt), JobState.Queued.Once(NextRelayAt)],
        Sets = [Relays.Plus(1), NextRelayAt.AfterDelay(MaxRepublishDoublings)],
    };

    /// <summary>
    /// The outbox relay takes a retry that is due, to publish it. That is no relay of a lost message, so it lengthens
    /// no later wait.
    /// </summary>
    public static JobTransition Resume { get; } = new("resume")
    {
        From = [JobState.Retrying.Once(NextRelayAt)],
        Sets = [NextRelayAt.AfterDelay(MaxRepublishDoublings)],
    };

    /// <summary>The outbox relay takes a job from a worker whose lease has expired, to publish it again.</summary>
    public static JobTransition Expire { get; } = new("expire")
    {
        From = [JobState.Running.Once(LeaseExpiresAt)],
        To = JobState.Retrying,
        Sets = [.. Resume.Sets, DueAt.To(Now), UpdatedAt.To(Now)],
        Clears = [LeaseExpiresAt],
    };

    /// <summary>A client cancels the job.</summary>
    public static JobTransition Cancel { get; } = new("cancel")
    {
        From = [JobState.Accepted, JobState.Queued, JobState.Running, JobState.Retrying],
        To = JobState.Cancelled,
        Sets = [FinishedAt.To(Now), UpdatedAt.To(Now)],
        Clears = [DueAt, LeaseExpiresAt, NextRelayAt, WaitsSince],
    };

    /// <summary>
    /// A client runs the job again: its counts start over, its fence goes on, and its age counts from now.
    /// </summary>
    public static JobTransition Rerun { get; } = new("rerun")
    {
        From = [JobState.Failed, JobState.Cancelled],
        To = JobState.Accepted,
        Sets =
        [
            Attempt.ToZero(), Relays.ToZero(),
            RetriedAt.To(Now), UpdatedAt.To(Now), NextRelayAt.To(RelayTime),
        ],
        Clears = [Failure, FinishedAt, DueAt],
    };

    /// <summary>The owner of a waiting job lets it run now.</summary>
    public static JobTransition Advance { get; } = new("advance")
    {
        From = [JobState.Retrying],
        Sets = [DueAt.To(Now), NextRelayAt.To(RelayTime), UpdatedAt.To(Now)],
        Clears = [Failure],
    };

    /// <summary>A process that owns the store alone starts: its queue forgot the job.</summary>
    public static JobTransition Release { get; } = new("release")
    {
        From = [JobState.Accepted.With(NextRelayAt), JobState.Queued],
        Sets = [NextRelayAt.To(Now)],
    };

    /// <summary>
    /// A process that owns the store alone starts: the job's worker died with the earlier one, and the attempt that was
    /// cut off does not count.
    /// </summary>
    public static JobTransition ReleaseRunning { get; } = new("release running")
    {
        From = [JobState.Running],
        To = JobState.Retrying,
        Sets = [Attempt.Plus(-1), DueAt.To(Now), NextRelayAt.To(Now), UpdatedAt.To(Now)],
        Clears = [LeaseExpiresAt],
    };

    public static ImmutableArray<JobTransition> All { get; } =
    [
        Confirm, Claim, Renew, Succeed, Fail, Retry, Postpone, PutBack, Dispatch, Republish, Resume, Expire, Cancel,
        Rerun, Advance, Release, ReleaseRunning,
    ];

    /// <summary>Returns the transition that ends an attempt.</summary>
    public static JobTransition For(Completion completion) => completion switch
    {
        Completion.Succeeded => Succeed,
        Completion.Failed => Fail,
        Completion.Retrying { Counted: true } => Retry,
        Completion.Retrying => Postpone,
        Completion.PutBack => PutBack,
        _ => throw new ArgumentOutOfRangeException(nameof(completion), completion, "Unknown kind of completion."),
    };
}
