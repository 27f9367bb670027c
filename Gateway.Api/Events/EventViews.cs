using Gateway.Api.Jobs;
using Gateway.Api.Submissions;
using Jobs;
using Jobs.Events;
using Jobs.Submissions;

namespace Gateway.Api.Events;

/// <summary>Represents <c>event: job</c>, the current state of a job.</summary>
internal sealed record JobEventView(
    string Id, string SubmissionId, string Kind, string Key, string? VideoId, JobState State, int Attempt,
    DateTimeOffset At, DateTimeOffset? DueAt, FailureView? Failure)
{
    public static JobEventView Of(JobEvent jobEvent) => new(
        jobEvent.JobId.ToString(), jobEvent.SubmissionId.ToString(), jobEvent.Kind, jobEvent.Key,
        JobView.VideoIdOf(jobEvent.Kind, jobEvent.Key), jobEvent.State, jobEvent.Attempt, jobEvent.At, jobEvent.DueAt,
        FailureView.Of(jobEvent.Failure));
}

/// <summary>Represents <c>event: progress</c>, the progress of a running job.</summary>
internal sealed record ProgressView(
    string Id, string SubmissionId, string Stage, double? Fraction, long? Bytes, long? TotalBytes)
{
    public static ProgressView Of(JobEvent jobEvent, Progress progress) => new(
        jobEvent.JobId.ToString(), jobEvent.SubmissionId.ToString(), progress.Stage, progress.Fraction,
        progress.Bytes, progress.TotalBytes);
}

/// <summary>
/// Represents <c>event: snapshot</c>, <c>event: counts</c>, and <c>event: done</c>, the number of jobs in each state.
/// </summary>
/// <param name="Id">The submission; absent if all jobs are counted.</param>
/// <param name="Counts">Number of jobs in each state.</param>
internal sealed record CountsEventView(string? Id, CountsView Counts)
{
    public static CountsEventView Of(SubmissionId? id, SubmissionCounts counts) =>
        new(id?.ToString(), CountsView.Of(counts));
}
