using Gateway.Api.Problems;
using Jobs;
using Jobs.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Jobs;

internal static class JobEndpoints
{
    public static IEndpointRouteBuilder MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("/", ListAsync).WithName("ListJobs").WithSummary("List jobs")
            .WithDescription(
                "Newest first; within a submission in the order of its links. state takes several states with commas between them. "
                + "A page has items and, unless it is the last, next: the cursor of the page after it.");
        jobs.MapGet("/{id}", GetAsync).WithName("GetJob").WithSummary("One job with its timeline");
        jobs.MapPost("/{id}/retry", RetryAsync).WithName("RetryJob").WithSummary("Run a failed or cancelled job again")
            .WithDescription("The attempts count from the start again. A job in another state is refused with 409.");
        jobs.MapPost("/{id}/cancel", CancelAsync).WithName("CancelJob").WithSummary("Cancel a job that has not ended")
            .WithDescription("A running attempt is told to stop. A job that has ended is refused with 409.");
        jobs.MapPost("/retry", RetryManyAsync).WithName("RetryJobs").WithSummary("Run all failed jobs again")
            .WithDescription(
                "At most 1,000 a call; remaining says how many are left. state may be cancelled instead of failed.");
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
        string id, JobCommands commands, CancellationToken cancellationToken) =>
        Answer(id, JobId.TryParse(id, out var jobId) ? await commands.RetryAsync(jobId, cancellationToken) : new CommandResult.Unknown());

    private static async Task<Results<Ok<JobView>, ProblemHttpResult>> CancelAsync(
        string id, JobCommands commands, CancellationToken cancellationToken) =>
        Answer(id, JobId.TryParse(id, out var jobId) ? await commands.CancelAsync(jobId, cancellationToken) : new CommandResult.Unknown());

    private static Results<Ok<JobView>, ProblemHttpResult> Answer(string id, CommandResult result) => result switch
    {
        CommandResult.Done(var job) => TypedResults.Ok(JobView.Of(job)),
        CommandResult.NotAllowed(var why) => Problem.Conflict(why),
        _ => Problem.NotFound("job", id),
    };

    private static async Task<Results<Ok<RetriedView>, ProblemHttpResult>> RetryManyAsync(
        JobCommands commands, string? state, string? submission, CancellationToken cancellationToken)
    {
        if (!JobFilter.TryReadStates(state ?? "failed", out var states, out var problem)
            || !JobFilter.TryReadSubmission(submission, out var submissionId, out problem))
        {
            return problem;
        }

        if (states is not [JobState.Failed or JobState.Cancelled])
            return Problem.BadRequest(
                "Only failed or cancelled jobs can be run again: say state=failed or state=cancelled.");
        var (retried, remaining) = await commands.RetryAllAsync(states[0], submissionId, cancellationToken);
        return TypedResults.Ok(new RetriedView(retried, remaining));
    }
}

/// <param name="Items">The jobs of this page.</param>
/// <param name="Next">The cursor of the next page; absent on the last.</param>
internal sealed record JobPageView(IReadOnlyList<JobView> Items, string? Next);

/// <param name="Retried">Jobs that run again.</param>
/// <param name="Remaining">Jobs in that state that are left: call again.</param>
internal sealed record RetriedView(int Retried, int Remaining);
