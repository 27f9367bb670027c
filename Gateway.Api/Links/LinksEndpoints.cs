using Extraction.Requests;

namespace Gateway.Api.Links;

internal static class LinksEndpoints
{
    public static IEndpointRouteBuilder MapLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
            "/links",
            (HttpContext context, LinksService links, string? transport) => links.SubmitAsync(context, transport))
            .Accepts<LinksRequest>("application/json", "text/plain")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithName("SubmitLinks").WithTags("Links")
            .WithSummary("Submit links")
            .WithDescription(
                "Accepts 1 to 10,000 links to videos, playlists, and channels, as JSON or as plain text with one link "
                + "per line. With plain text, options are query parameters: audio, bitrate, video, maxHeight, maxFps, "
                + "captions, captionFormat, thumbnail, webhook. The videos of a list become jobs of the same "
                + "submission. All links are checked first; if any link is invalid, the request is refused and every "
                + "invalid link is listed. The response is sent when all jobs are stored. \"Prefer: wait=N\" waits up "
                + "to 60 seconds for the results. A request repeated with the same Idempotency-Key gets the first "
                + "answer. transport=http sends the jobs directly to a worker, bypassing the queue.");
        routes.MapEarlierAddresses();
        return routes;
    }
}
