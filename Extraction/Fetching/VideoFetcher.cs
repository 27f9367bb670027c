using Extraction.Links;
using Extraction.Sources;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs;

namespace Extraction.Fetching;

/// <summary>
/// Gives a video's document: the stored one while it is fresh, else fetched, stored, and once for all who ask at the
/// same time.
/// </summary>
public sealed class VideoFetcher(
    IVideoStore videos, SourceChain chain, ExtractionTelemetry telemetry, TimeProvider clock)
{
    private readonly SingleFlight<VideoId, Fetched> flights = new();

    /// <param name="id">The video.</param>
    /// <param name="notBefore">A stored document that was fetched then or later is taken as it is.</param>
    /// <param name="cancellationToken">Ends this caller's wait, not that of others.</param>
    /// <exception cref="Jobs.Stores.StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<Fetched> GetAsync(VideoId id, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FindFreshAsync(id, notBefore, cancellationToken) is { } stored)
                return stored;
            var fetched = await flights.RunAsync(id, token => FetchAsync(id, notBefore, token), cancellationToken);

            // Whoever began the flight may be content with an older document than this caller.
            if (!fetched.IsReused || fetched.Result is SourceResult.Found { Video: var video } && video.FetchedAt >= notBefore)
                return fetched;
        }
    }

    private async Task<Fetched> FetchAsync(VideoId id, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        // An earlier flight may have ended since the caller looked.
        if (await FindFreshAsync(id, notBefore, cancellationToken) is { } stored)
            return stored;

        var stages = new List<Stage>();
        var result = await chain.GetAsync(id, stages.Add, cancellationToken);
        if (result is SourceResult.Found { Video: var video })
        {
            var startedAt = clock.GetUtcNow();
            await videos.UpsertAsync(video, cancellationToken);
            stages.Add(new Stage("store", startedAt, clock.GetUtcNow() - startedAt, "ok"));
        }

        return new Fetched(result, stages, IsReused: false);
    }

    private async Task<Fetched?> FindFreshAsync(
        VideoId id, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        if (await videos.GetAsync(id, cancellationToken) is not { } video || video.FetchedAt < notBefore)
            return null;
        telemetry.Reused();
        var stage = new Stage("reuse", startedAt, clock.GetUtcNow() - startedAt, "ok");
        return new Fetched(new SourceResult.Found(video), [stage], IsReused: true);
    }
}

/// <param name="Result">The video, or why there is none.</param>
/// <param name="Stages">What was done for it.</param>
/// <param name="IsReused">Whether it is a stored document.</param>
public sealed record Fetched(SourceResult Result, IReadOnlyList<Stage> Stages, bool IsReused);
