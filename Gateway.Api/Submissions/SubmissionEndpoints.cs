using Gateway.Api.Jobs;
using Gateway.Api.Problems;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Submissions;

internal static class SubmissionEndpoints
{
    private const int DefaultListLimit = 20;

    /// <summary>Each item of a list costs a count, so there are fewer of them than of jobs.</summary>
    private const int MaxListLimit = 100;

    public static IEndpointRouteBuilder MapSubmissions(this IEndpointRouteBuilder routes)
    {
        var submissions = routes.MapGroup("/submissions").WithTags("Submissions");
        submissions.MapGet("/", ListAsync).WithName("ListSubmissions").WithSummary("Recent submissions, newest first")
            .WithDescription("limit goes from 1 to 100.");
        submissions.MapGet("/{id}", GetAsync).WithName("GetSubmission")
            .WithSummary("One submission: counts by state, jobs and results")
            .WithDescription("Jobs come in the order of the links, up to limit (1,000) at once; next is the cursor of the following ones.");
        submissions.MapGet("/{id}/export", (HttpContext context, SubmissionExport export, string id, string? format) => export.AnswerAsync(id, format, context))
            .Produces(
                StatusCodes.Status200OK,
                null,
                "application/json",
                "text/csv",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .DisableRequestTimeout()
            .WithName("ExportSubmission").WithSummary("A submission as a table")
            .WithDescription("format is json (the default), csv or xlsx. One row a job, in the order of the links, with what is known of the video now. "
                + "What a spreadsheet program would run as a formula is sent as text.");
        return routes;
    }

    private static async Task<Results<Ok<SubmissionPageView>, ProblemHttpResult>> ListAsync(
        IJobReader store, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!Limits.TryRead(limit, DefaultListLimit, out var size, out var problem)
            || !JobFilter.TryReadSubmission(cursor, out var after, out problem))
        {
            return problem;
        }

        var page = await store.ListSubmissionsAsync(Math.Min(size, MaxListLimit), after, cancellationToken);
        var items = new List<SubmissionSummaryView>(page.Items.Count);
        foreach (var submission in page.Items)
            items.Add(SubmissionSummaryView.Of(submission, await store.CountAsync(submission.Id, cancellationToken)));
        return TypedResults.Ok(new SubmissionPageView(items, page.Next));
    }

    private static async Task<Results<Ok<SubmissionView>, ProblemHttpResult>> GetAsync(
        string id, SubmissionReader reader, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!Limits.TryRead(limit, SubmissionReader.DefaultLimit, out var size, out var problem)
            || !JobFilter.TryReadCursor(cursor, out var after, out problem))
        {
            return problem;
        }

        return SubmissionId.TryParse(id, out var submissionId)
            && await reader.ReadAsync(submissionId, after, size, cancellationToken) is { } view
                ? TypedResults.Ok(view)
                : Problem.NotFound("submission", id);
    }
}
