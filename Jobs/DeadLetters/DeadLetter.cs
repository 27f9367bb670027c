using Jobs.Failures;

namespace Jobs.DeadLetters;

/// <summary>
/// A message or a job that failed for good, with everything needed to understand it and to replay it.
/// </summary>
public sealed record DeadLetter
{
    /// <summary>Version 7 UUID, sorted by time.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The job, if the message names one.</summary>
    public JobId? JobId { get; init; }

    /// <summary>
    /// The claim under which the job failed; null without a job, and in dead letters of earlier versions.
    /// </summary>
    public int? Fence { get; init; }

    public string? Kind { get; init; }

    public required Failure Failure { get; init; }

    /// <summary>Number of attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>Its origin, such as <c>links.requested[3]@42</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>
    /// The received bytes, at most <see cref="MaxRawBytes"/> of them; in lists the first <see cref="ListedBytes"/>.
    /// </summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Number of received bytes that are kept, also where <see cref="Raw"/> has only the first ones.</summary>
    public int Length
    {
        get => listedLength ?? Raw.Length;
        init => listedLength = value;
    }

    public const int MaxRawBytes = 1024 * 1024;

    /// <summary>Bytes of a message in a list: enough to recognize it.</summary>
    public const int ListedBytes = 2048;

    private readonly int? listedLength;

    /// <summary>
    /// Judges by the job, because a dead letter is written before the failure of its job and may be left over: the job
    /// was canceled, or ended under another claim, or the process died in between.
    /// </summary>
    public DeadLetterStanding StandingWith(Job? job) => job switch
    {
        null => DeadLetterStanding.Stands,
        { State: JobState.Failed } when Fence is null || Fence == job.CompletedFence => DeadLetterStanding.Stands,
        { State: JobState.Running } when Fence is null || Fence == job.Fence => DeadLetterStanding.Pending,
        _ => DeadLetterStanding.LeftOver,
    };
}
