using Gateway.Api.Jobs;
using Gateway.Api.Problems;
using Jobs.Submissions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Submissions;

internal static class SubmissionEndpoints
{
    private const int DefaultListLimit = 20;

    /// <summary>Each item of the list costs a count in the store.</summary>
    private const int MaxListLimit = 100;

    public static IEndpointRouteBuilder MapSubmissions(this IEndpointRouteBuilder routes)
    {
        var submissions = routes.MapGroup("/submissions").WithTags("Submissions");
        submissions.MapGet("/", ListAsync)
            .WithName("ListSubmissions").WithSummary("List recent submissions, newest first")
            .WithDescription("limit ranges from 1 to 100.");
        submissions.MapGet("/{id}", GetAsync)
            .WithName("GetSubmission").WithSummary("Get a submission with counts by state, jobs, and results")
            .WithDescription(
                "Jobs are listed in the order of the links, up to limit (1,000) per page, or about 4 MB of results; next "
                + "is the cursor of the next page.");
        submissions.MapGet(
            "/{id}/export",
            (HttpContext context, SubmissionExport export, string id, string? format) =>
                export.AnswerAsync(id, format, context))
            .Produces(
                StatusCodes.Status200OK,
                null,
                "application/json",
                "text/csv",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .DisableRequestTimeout()
            .WithName("ExportSubmission").WithSummary("Export a submission as a table")
            .WithDescription(
                "format is json (the default), csv, or xlsx. The table has a row for each job, in the order of the "
                + "links, with the current data of its video. Text that a spreadsheet would run as a formula stays "
                + "text.");
        return routes;
    }

    private static async Task<Results<Ok<SubmissionPageView>, ProblemHttpResult>> ListAsync(
        SubmissionService submissions, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!Limits.TryRead(limit, DefaultListLimit, out var size, out var problem)
            || !JobFilter.TryReadSubmission(cursor, out var after, out problem))
        {
            return problem;
        }

        return TypedResults.Ok(await submissions.ListAsync(Math.Min(size, MaxListLimit), after, cancellationToken));
    }

    private static async Task<Results<Ok<SubmissionView>, ProblemHttpResult>> GetAsync(
        string id, SubmissionService submissions, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (!Limits.TryRead(limit, SubmissionService.DefaultLimit, out var size, out var problem)
            || !JobFilter.TryReadCursor(cursor, out var after, out problem))
        {
            return problem;
        }

        return SubmissionId.TryParse(id, out var submissionId)
            && await submissions.ReadAsync(submissionId, after, size, cancellationToken) is { } view
                ? TypedResults.Ok(view)
                : Problem.NotFound("submission", id);
    }
}
