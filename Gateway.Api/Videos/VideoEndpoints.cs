using Extraction.Artifacts;
using Extraction.Links;
using Extraction.Videos;
using Gateway.Api.Hosting;
using Gateway.Api.Jobs;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Api.Videos;

internal static class VideoEndpoints
{
    private const int DefaultLimit = 50;

    /// <summary>No title is longer.</summary>
    private const int MaxSearchLength = 200;

    public static IEndpointRouteBuilder MapVideos(this IEndpointRouteBuilder routes)
    {
        var videos = routes.MapGroup("/videos").WithTags("Videos").WithEffects();
        videos.MapGet("/", SearchAsync)
            .WithName("SearchVideos").WithSummary("Search the library, most recently fetched first")
            .WithDescription("q matches any part of the title, author, or ID, ignoring case.");
        videos.MapGet("/{id}", GetAsync).WithName("GetVideo").WithSummary("Get a video and its artifacts");
        videos.MapDelete("/{id}", DeleteAsync).WithName("DeleteVideo").WithSummary("Delete a video and its artifacts");
        return routes;
    }

    private static async Task<Results<Ok<VideoPageView>, ProblemHttpResult>> SearchAsync(
        IVideoStore videos, IArtifactStore artifacts, string? q, int? limit, string? cursor,
        CancellationToken cancellationToken)
    {
        if (!Limits.TryRead(limit, DefaultLimit, out var size, out var problem))
            return problem;
        if (q is { Length: > MaxSearchLength })
        {
            return Problem.BadRequest(
                $"The parameter q has more than {MaxSearchLength} characters: search for a shorter text.");
        }

        var text = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        var page = await videos.SearchAsync(text, size, cursor, cancellationToken);
        var items = new List<VideoView>(page.Items.Count);
        foreach (var video in page.Items)
            items.Add(VideoView.Of(video, await artifacts.ListAsync(VideoId.Parse(video.Id), cancellationToken)));
        return TypedResults.Ok(new VideoPageView(items, page.Next));
    }

    private static async Task<Results<Ok<VideoView>, ProblemHttpResult>> GetAsync(
        string id, IVideoStore videos, IArtifactStore artifacts, CancellationToken cancellationToken) =>
        VideoId.TryParse(id, out var videoId) && await videos.GetAsync(videoId, cancellationToken) is { } video
            ? TypedResults.Ok(VideoView.Of(video, await artifacts.ListAsync(videoId, cancellationToken)))
            : Problem.NotFound("video", id);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, IVideoStore videos, IArtifactStore artifacts, CancellationToken cancellationToken)
    {
        if (!VideoId.TryParse(id, out var videoId))
            return Problem.NotFound("video", id);

        // Files first: a crash in between leaves a document without files, which can be deleted again.
        await artifacts.DeleteAllAsync(videoId, cancellationToken);
        return await videos.DeleteAsync(videoId, cancellationToken)
            ? TypedResults.NoContent()
            : Problem.NotFound("video", id);
    }
}
