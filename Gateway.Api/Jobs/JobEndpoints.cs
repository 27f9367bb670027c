using Gateway.Api.Hosting;
using Gateway.Api.Problems;
using Jobs;
using Jobs.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Jobs;

internal static class JobEndpoints
{
    public static IEndpointRouteBuilder MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/jobs").WithTags("Jobs").WithEffects();
        jobs.MapGet("/", ListAsync).WithName("ListJobs").WithSummary("List jobs")
            .WithDescription(
                "Newest first; within a submission, in the order of its links. state accepts several states, separated "
                + "by commas. A page has items and, unless it is the last, next: the cursor of the next page. Pages of large "
                + "results end before limit, after about 4 MB.");
        jobs.MapGet("/{id}", GetAsync).WithName("GetJob").WithSummary("Get a job with its timeline");
        jobs.MapPost("/{id}/retry", RetryAsync).WithName("RetryJob").WithSummary("Retry a failed or canceled job")
            .WithDescription("Attempts are counted from 1 again. A job in another state is refused with 409.");
        jobs.MapPost("/{id}/cancel", CancelAsync).WithName("CancelJob").WithSummary("Cancel a job that has not ended")
            .WithDescription("A running attempt is stopped. A job that has ended is refused with 409.");
        jobs.MapPost("/retry", RetryManyAsync).WithName("RetryJobs").WithSummary("Retry all failed jobs")
            .WithDescription(
                "Retries at most 1,000 jobs per call; remaining is the number of jobs left. state may be cancelled "
                + "instead of failed.");
        return routes;
    }

    private static async Task<Results<Ok<JobPageView>, ProblemHttpResult>> ListAsync(
        IJobReader store, string? state, string? kind, string? submission, int? limit, string? cursor,
        CancellationToken cancellationToken)
    {
        if (!JobFilter.TryRead(state, kind, submission, limit, cursor, out var query, out var problem))
            return problem;

        var page = await store.ListAsync(query, cancellationToken);
        return TypedResults.Ok(new JobPageView([.. page.Items.Select(JobView.Of)], page.Next));
    }

    private static async Task<Results<Ok<JobView>, ProblemHttpResult>> GetAsync(
        string id, IJobReader store, CancellationToken cancellationToken) =>
        JobId.TryParse(id, out var jobId) && await store.GetAsync(jobId, cancellationToken) is { } job
            ? TypedResults.Ok(JobView.WithTimeline(job))
            : Problem.NotFound("job", id);

    private static async Task<Results<Ok<JobView>, ProblemHttpResult>> RetryAsync(
        string id, JobService jobs, CancellationToken cancellationToken) =>
        Answer(id, JobId.TryParse(id, out var jobId)
            ? await jobs.RetryAsync(jobId, cancellationToken)
            : new CommandResult.Unknown());

    private static async Task<Results<Ok<JobView>, ProblemHttpResult>> CancelAsync(
        string id, JobService jobs, CancellationToken cancellationToken) =>
        Answer(id, JobId.TryParse(id, out var jobId)
            ? await jobs.CancelAsync(jobId, cancellationToken)
            : new CommandResult.Unknown());

    private static Results<Ok<JobView>, ProblemHttpResult> Answer(string id, CommandResult result) => result switch
    {
        CommandResult.Done(var job) => TypedResults.Ok(JobView.Of(job)),
        CommandResult.NotAllowed(var reason) => Problem.Conflict(reason),
        _ => Problem.NotFound("job", id),
    };

    private static async Task<Results<Ok<RetriedView>, ProblemHttpResult>> RetryManyAsync(
        JobService jobs, string? state, string? submission, CancellationToken cancellationToken)
    {
        if (!JobFilter.TryReadStates(state ?? "failed", out var states, out var problem)
            || !JobFilter.TryReadSubmission(submission, out var submissionId, out problem))
        {
            return problem;
        }

        if (states is not [JobState.Failed or JobState.Cancelled])
            return Problem.BadRequest("The parameter state must be \"failed\" or \"cancelled\".");
        var (retried, remaining) = await jobs.RetryAllAsync(states[0], submissionId, cancellationToken);
        return TypedResults.Ok(new RetriedView(retried, remaining));
    }
}

/// <param name="Items">The jobs of this page.</param>
/// <param name="Next">The cursor of the next page; absent on the last page.</param>
internal sealed record JobPageView(IReadOnlyList<JobView> Items, string? Next);

/// <param name="Retried">Number of jobs that run again.</param>
/// <param name="Remaining">Number of jobs still in that state: call again.</param>
internal sealed record RetriedView(int Retried, int Remaining);
