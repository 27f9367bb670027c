using Gateway.Api.Jobs;
using Gateway.Api.Submissions;
using Jobs;
using Jobs.Events;
using Jobs.Submissions;

namespace Gateway.Api.Events;

/// <summary><c>event: job</c>: what a job has become.</summary>
internal sealed record JobEventView(
    string Id, string SubmissionId, string Kind, string Key, string? VideoId, JobState State, int Attempt, DateTimeOffset At,
    DateTimeOffset? DueAt, FailureView? Failure)
{
    public static JobEventView Of(JobEvent news) => new(
        news.JobId.ToString(), news.SubmissionId.ToString(), news.Kind, news.Key, JobView.VideoIdOf(news.Kind, news.Key),
        news.State, news.Attempt, news.At, news.DueAt, FailureView.Of(news.Failure));
}

/// <summary><c>event: progress</c>: how far a running job is.</summary>
internal sealed record ProgressView(
    string Id, string SubmissionId, string Stage, double? Fraction, long? Bytes, long? TotalBytes)
{
    public static ProgressView Of(JobEvent news, Progress progress) => new(
        news.JobId.ToString(), news.SubmissionId.ToString(), progress.Stage, progress.Fraction, progress.Bytes, progress.TotalBytes);
}

/// <summary>
/// <c>event: snapshot</c>, <c>event: counts</c> and <c>event: done</c>: how many jobs are in each state.
/// </summary>
/// <param name="Id">The submission; absent where it is about all.</param>
/// <param name="Counts">By state.</param>
internal sealed record CountsEventView(string? Id, CountsView Counts)
{
    public static CountsEventView Of(SubmissionId? id, SubmissionCounts counts) =>
        new(id?.ToString(), CountsView.Of(counts));
}
