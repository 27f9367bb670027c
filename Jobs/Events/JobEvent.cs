using Jobs.Failures;
using Jobs.Submissions;

namespace Jobs.Events;

/// <summary>A change of a job. Events are hints: they may be lost or repeated, and the store has the truth.</summary>
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

    /// <summary>Time of the next attempt of a Retrying job.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Progress of a Running job.</summary>
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

/// <summary>Progress of one stage.</summary>
/// <param name="Stage">The current step, such as <c>download audio.m4a</c>.</param>
/// <param name="Fraction">Completed part, from 0 to 1, if known.</param>
/// <param name="Bytes">Bytes so far, if the stage counts bytes.</param>
/// <param name="TotalBytes">Total bytes, if known.</param>
public sealed record Progress(string Stage, double? Fraction, long? Bytes = null, long? TotalBytes = null);
