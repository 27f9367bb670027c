namespace Gateway.Api.Events;

internal static class EventEndpoints
{
    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/submissions/{id}/events",
            (HttpContext context, EventService events, string id) => events.StreamSubmissionAsync(context, id))
            .Describe(
                "SubmissionEvents", "Submissions", "Stream the jobs of a submission as server-sent events",
                "Starts with a snapshot of the counts and every job, continues with job, progress, and counts events, "
                + "and ends with done, which closes the stream. Last-Event-ID resumes: changes since then are sent "
                + "again. A request for a finished stream is answered with 204, which stops an EventSource.");
        routes.MapGet(
            "/events",
            (HttpContext context, EventService events) => events.StreamAsync(context, only: null))
            .Describe(
                "Events", "Jobs", "Stream all jobs as server-sent events",
                "Sends the same events as the stream of a submission, and never ends.");
        return routes;
    }

    private static void Describe(
        this RouteHandlerBuilder endpoint, string name, string tag, string summary, string description) =>
        endpoint
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .DisableRequestTimeout()
            .WithName(name).WithTags(tag).WithSummary(summary).WithDescription(description);
}
