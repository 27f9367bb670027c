using Jobs.Failures;
using Jobs.Submissions;

namespace Jobs.Events;

/// <summary>
/// Something that happened to a job: news, not truth. May be lost or repeated; the store has what holds.
/// </summary>
public sealed record JobEvent
{
    public required SubmissionId SubmissionId { get; init; }

    public required JobId JobId { get; init; }

    public required string Kind { get; init; }

    public required string Key { get; init; }

    public required JobState State { get; init; }

    public required DateTimeOffset At { get; init; }

    public int Attempt { get; init; }

    public Failure? Failure { get; init; }

    /// <summary>When a Retrying job runs again.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How far a Running job is, while it runs.</summary>
    public Progress? Progress { get; init; }

    public static JobEvent For(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new JobEvent
        {
            SubmissionId = job.SubmissionId,
            JobId = job.Id,
            Kind = job.Kind,
            Key = job.Key,
            State = job.State,
            At = job.UpdatedAt,
            Attempt = job.Attempt,
            Failure = job.Failure,
            DueAt = job.DueAt,
        };
    }
}

/// <summary>How far something is.</summary>
/// <param name="Stage">What is being done, as <c>download audio.m4a</c>.</param>
/// <param name="Fraction">0 to 1, where it can be told.</param>
/// <param name="Bytes">Bytes so far, where it is about bytes.</param>
/// <param name="TotalBytes">Bytes in all, where known.</param>
public sealed record Progress(string Stage, double? Fraction, long? Bytes = null, long? TotalBytes = null);
