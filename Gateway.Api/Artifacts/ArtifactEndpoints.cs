using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Videos;
using Gateway.Api.Hosting;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Gateway.Api.Artifacts;

/// <summary>Maps the files of videos. Ranges let a player seek.</summary>
internal static class ArtifactEndpoints
{
    public static IEndpointRouteBuilder MapArtifacts(this IEndpointRouteBuilder routes)
    {
        var artifacts = routes.MapGroup("/videos/{id}/artifacts").WithTags("Videos").WithEffects();
        artifacts.MapMethods("/{name}", [HttpMethods.Get, HttpMethods.Head], GetAsync)
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Produces(StatusCodes.Status206PartialContent, contentType: "application/octet-stream")
            .Produces(StatusCodes.Status304NotModified)
            .Produces(StatusCodes.Status416RangeNotSatisfiable)
            .WithName("GetArtifact").WithSummary("Get a file of a video")
            .WithDescription(
                "Supports ranges and conditional requests; the ETag is the digest of the content. With download=true, "
                + "a browser saves the file under the video's title instead of opening it.");
        artifacts.MapDelete("/{name}", DeleteAsync).WithName("DeleteArtifact").WithSummary("Delete a file of a video");
        return routes;
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> GetAsync(
        string id, string name, bool? download, HttpContext context, IArtifactStore artifacts, IVideoStore videos,
        CancellationToken cancellationToken)
    {
        if (!VideoId.TryParse(id, out var videoId) || !ArtifactName.TryParse(name, out var artifactName))
            return Problem.NotFound("artifact", $"{id}/{name}");
        var title = (await videos.GetAsync(videoId, cancellationToken))?.Title;
        if (await artifacts.OpenAsync(videoId, artifactName, cancellationToken) is not { } content)
            return title is null ? Problem.NotFound("artifact", $"{id}/{name}") : NotHere(id, name);

        // The response disposes the stream.
        var artifact = content.Artifact;
        context.Response.Headers.ContentDisposition = FileTitle.Disposition(
            title ?? id, artifact.Name, download == true);
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Stream(
            content.Content, artifact.ContentType, fileDownloadName: null, artifact.CreatedAt,
            new EntityTagHeaderValue($"\"{artifact.Sha256}\""), enableRangeProcessing: true);
    }

    /// <summary>The library outlives its files: they are deleted for room, and no part of a backup.</summary>
    private static ProblemHttpResult NotHere(string id, string name) => Problem.Of(
        StatusCodes.Status404NotFound,
        $"The video {id} has no file \"{Problem.Shorten(name)}\": submit its link with that option, and it is made.");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, string name, IArtifactStore artifacts, CancellationToken cancellationToken) =>
        VideoId.TryParse(id, out var videoId) && ArtifactName.TryParse(name, out var artifactName)
            && await artifacts.DeleteAsync(videoId, artifactName, cancellationToken)
                ? TypedResults.NoContent()
                : Problem.NotFound("artifact", $"{id}/{name}");
}
