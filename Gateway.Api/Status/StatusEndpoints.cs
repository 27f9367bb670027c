namespace Gateway.Api.Status;

internal static class StatusEndpoints
{
    public static IEndpointRouteBuilder MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status", (StatusService status, CancellationToken cancellationToken) =>
                status.ReadAsync(cancellationToken))
            .WithName("GetStatus").WithTags("Status")
            .WithSummary("Get the status: jobs by state, workers, lag, sources, version")
            .WithDescription(
                "lag is the number of messages on the queue that are not done, as reported by the workers. Values "
                + "from workers are up to some seconds old.");
        return routes;
    }
}
