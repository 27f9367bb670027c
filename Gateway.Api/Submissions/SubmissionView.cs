using Gateway.Api.Files;
using Gateway.Api.Jobs;
using Gateway.Api.Links;
using Jobs.Submissions;

namespace Gateway.Api.Submissions;

/// <param name="Id">The submission.</param>
/// <param name="AcceptedAt">Time of acceptance.</param>
/// <param name="Done">True if every job has ended.</param>
/// <param name="Counts">Number of jobs in each state.</param>
/// <param name="Jobs">A page of its jobs with their results, in the order of the links.</param>
/// <param name="Next">The cursor of the next page of jobs; absent on the last page.</param>
/// <param name="File">
/// The file of the submission and the progress of its rows; jobs are then listed without results.
/// </param>
internal sealed record SubmissionView(
    string Id, DateTimeOffset AcceptedAt, bool Done, CountsView Counts, IReadOnlyList<JobView> Jobs, string? Next,
    FileView? File = null);

/// <summary>Represents a submission in a list.</summary>
internal sealed record SubmissionSummaryView(
    string Id, DateTimeOffset AcceptedAt, bool Done, CountsView Counts, string Status)
{
    public static SubmissionSummaryView Of(Submission submission, SubmissionCounts counts) => new(
        submission.Id.ToString(), submission.AcceptedAt, counts.Open == 0, CountsView.Of(counts),
        AcceptedView.AddressOf(submission.Id));
}

internal sealed record SubmissionPageView(IReadOnlyList<SubmissionSummaryView> Items, string? Next);

/// <summary>Represents the number of jobs in each state.</summary>
internal sealed record CountsView(
    int Accepted, int Queued, int Running, int Retrying, int Succeeded, int Failed, int Cancelled, int Total)
{
    public static CountsView Of(SubmissionCounts counts) => new(
        counts.Accepted, counts.Queued, counts.Running, counts.Retrying, counts.Succeeded, counts.Failed,
        counts.Cancelled, counts.Total);
}
