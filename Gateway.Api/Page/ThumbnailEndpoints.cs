using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Media;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Page;

/// <summary>
/// <c>GET /thumbnails/{videoId}</c>: so that a browser loads nothing from other hosts, and these learn of no reader.
/// </summary>
internal static class ThumbnailEndpoints
{
    /// <summary>A picture changes seldom, and when it does nothing is wrong with the old one.</summary>
    private const string CacheControl = "private, max-age=86400";

    public static IEndpointRouteBuilder MapThumbnails(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/thumbnails/{videoId}", GetAsync).WithName("GetThumbnail").WithTags("Videos")
            .WithSummary("The picture of a video")
            .WithDescription("The stored one, if there is one, else YouTube's, fetched and kept by the gateway. size is medium (320 × 180) or large (480 × 360).")
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
            return Problem.BadRequest("The parameter size is \"medium\" (the default) or \"large\".");

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
                return Problem.Of(StatusCodes.Status404NotFound, "YouTube has no picture of this video.");
            default:
                return Problem.Of(
                    StatusCodes.Status502BadGateway, "The picture can't be fetched now: try again in half a minute.");
        }
    }

    private static bool TryReadSize(string? text, out ThumbnailSize size)
    {
        size = text == "large" ? ThumbnailSize.Large : ThumbnailSize.Medium;
        return text is null or "medium" or "large";
    }
}
