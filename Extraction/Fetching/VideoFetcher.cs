using Extraction.Links;
using Extraction.Sources;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs;

namespace Extraction.Fetching;

/// <summary>
/// Gets a video's document: the stored one while it is fresh; otherwise fetches and stores it, once for all concurrent
/// callers.
/// </summary>
public sealed class VideoFetcher(
    IVideoStore videos, SourceChain chain, ExtractionTelemetry telemetry, TimeProvider clock)
{
    private readonly SingleFlight<VideoId, Fetched> flights = new();

    /// <summary>Gets a video's document.</summary>
    /// <param name="id">The video.</param>
    /// <param name="notBefore">Oldest fetch time at which a stored document is reused.</param>
    /// <param name="cancellationToken">Cancels this caller's wait, not that of others.</param>
    /// <param name="priority">The priority of the job, while it waits for a request.</param>
    /// <exception cref="Jobs.Stores.StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<Fetched> GetAsync(
        VideoId id, DateTimeOffset notBefore, CancellationToken cancellationToken,
        JobPriority priority = JobPriority.Normal)
    {
        while (true)
        {
            if (await FindFreshAsync(id, notBefore, cancellationToken) is { } stored)
                return stored;
            var fetched = await flights.RunAsync(
                id, token => FetchAsync(id, notBefore, priority, token), cancellationToken);

            // The caller that started the flight may accept an older document than this one.
            if (!fetched.IsReused || (fetched.Answer.TryGet(out var video, out _) && video.FetchedAt >= notBefore))
                return fetched;
        }
    }

    private async Task<Fetched> FetchAsync(
        VideoId id, DateTimeOffset notBefore, JobPriority priority, CancellationToken cancellationToken)
    {
        // An earlier flight may have ended since the caller checked.
        if (await FindFreshAsync(id, notBefore, cancellationToken) is { } stored)
            return stored;

        var stages = new List<Stage>();
        var answer = await chain.GetAsync(id, stages.Add, cancellationToken, priority);
        if (answer.TryGet(out var video, out _))
        {
            var startedAt = clock.GetUtcNow();
            await videos.UpsertAsync(video, cancellationToken);
            stages.Add(new Stage("store", startedAt, clock.GetUtcNow() - startedAt, "ok"));
        }

        return new Fetched(answer, stages, IsReused: false);
    }

    private async Task<Fetched?> FindFreshAsync(
        VideoId id, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        if (await videos.GetAsync(id, cancellationToken) is not { } video || video.FetchedAt < notBefore)
            return null;
        telemetry.Reused();
        var stage = new Stage("reuse", startedAt, clock.GetUtcNow() - startedAt, "ok");
        return new Fetched(video, [stage], IsReused: true);
    }
}

/// <summary>Represents the outcome of a fetch.</summary>
/// <param name="Answer">The video, or the reason why there is none.</param>
/// <param name="Stages">The steps of the fetch, for the job's timeline.</param>
/// <param name="IsReused">True when the document was already stored.</param>
public sealed record Fetched(SourceAnswer<Video> Answer, IReadOnlyList<Stage> Stages, bool IsReused);
