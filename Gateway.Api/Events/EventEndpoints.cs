using Gateway.Api.Problems;
using Jobs.Events;
using Jobs.Stores;
using Jobs.Submissions;

namespace Gateway.Api.Events;

internal static class EventEndpoints
{
    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/submissions/{id}/events", ForSubmissionAsync)
            .Describe("SubmissionEvents", "Submissions", "The jobs of a submission, live, as server-sent events",
                "First a snapshot of the counts and every job as it is, then job, progress and counts events as they happen, and done "
                + "at the end, which closes the stream. Last-Event-ID resumes: what has changed since is told again. A finished "
                + "stream that is asked for again answers 204, which ends an EventSource.");
        routes.MapGet("/events", (HttpContext context, EventHub hub, IJobReader store, TimeProvider clock, IHostApplicationLifetime lifetime) =>
                StreamAsync(context, only: null, hub, store, clock, lifetime))
            .Describe(
                "Events",
                "Jobs",
                "All jobs, live, as server-sent events",
                "As the stream of a submission, without an end.");
        return routes;
    }

    private static async Task ForSubmissionAsync(
        string id, HttpContext context, EventHub hub, IJobReader store, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        if (!SubmissionId.TryParse(id, out var submission)
            || await store.GetSubmissionAsync(submission, context.RequestAborted) is null)
        {
            await Problem.NotFound("submission", id).ExecuteAsync(context);
            return;
        }

        await StreamAsync(context, submission, hub, store, clock, lifetime);
    }

    private static async Task StreamAsync(
        HttpContext context, SubmissionId? only, EventHub hub, IJobReader store, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var subscription = hub.Subscribe(only);
        using var sink = new EventSink(context.Response);
        var stream = new EventStream(sink, subscription, store, clock);
        var resume = EventId.Parse(context.Request.Headers["Last-Event-ID"]);
        try
        {
            if (resume is { } last && await stream.IsOverAsync(last, ended.Token))
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            else
                await stream.RunAsync(resume, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client went or the process stops: either way the stream is over, and a client that comes back
            // resumes.
        }
        catch (StoreUnavailableException) when (context.Response.HasStarted)
        {
            // The stream breaks off; the client comes back and resumes when the store is there again.
        }
    }

    private static void Describe(
        this RouteHandlerBuilder endpoint, string name, string tag, string summary, string description) =>
        endpoint
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .DisableRequestTimeout()
        .WithName(name).WithTags(tag).WithSummary(summary).WithDescription(description);
}
