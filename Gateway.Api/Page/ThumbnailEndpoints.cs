using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Media;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Page;

/// <summary>
/// Maps <c>GET /thumbnails/{videoId}</c>, so that browsers contact no other host.
/// </summary>
internal static class ThumbnailEndpoints
{
    /// <summary>Thumbnails rarely change, and an old one does no harm.</summary>
    private const string CacheControl = "private, max-age=86400";

    public static IEndpointRouteBuilder MapThumbnails(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/thumbnails/{videoId}", GetAsync).WithName("GetThumbnail").WithTags("Videos")
            .WithSummary("Get the thumbnail of a video")
            .WithDescription(
                "Returns the stored thumbnail, or YouTube's, which the gateway fetches and caches. size is medium "
                + "(320 × 180) or large (480 × 360).")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg");
        return routes;
    }

    private static async Task<Results<FileStreamHttpResult, FileContentHttpResult, ProblemHttpResult>> GetAsync(
        string videoId, string? size, IArtifactStore artifacts, ThumbnailFetcher fetcher, HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (!VideoId.TryParse(videoId, out var video))
            return Problem.NotFound("video", videoId);
        if (!TryReadSize(size, out var wanted))
            return Problem.BadRequest("The parameter size must be \"medium\" (the default) or \"large\".");

        if (await artifacts.OpenAsync(video, MediaNames.Thumbnail, cancellationToken) is { } stored)
        {
            response.Headers.CacheControl = CacheControl;
            response.RegisterForDisposeAsync(stored);
            return TypedResults.Stream(stored.Content, stored.Artifact.ContentType);
        }

        switch (await fetcher.GetAsync(video, wanted, cancellationToken))
        {
            case Thumbnail.Found found:
                response.Headers.CacheControl = CacheControl;
                return TypedResults.Bytes(found.Bytes, found.ContentType);
            case Thumbnail.Absent:
                return Problem.Of(
                    StatusCodes.Status404NotFound, "YouTube has no thumbnail of this video: check the ID.");
            default:
                return Problem.Of(
                    StatusCodes.Status502BadGateway, "The thumbnail can't be fetched now: try again in half a minute.");
        }
    }

    private static bool TryReadSize(string? text, out ThumbnailSize size)
    {
        size = text == "large" ? ThumbnailSize.Large : ThumbnailSize.Medium;
        return text is null or "medium" or "large";
    }
}
