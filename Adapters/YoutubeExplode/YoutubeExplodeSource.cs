using System.Net;
using Extraction.Links;
using Extraction.Media;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Microsoft.Extensions.Options;
using YoutubeExplode;
using YoutubeExplode.Exceptions;
using YoutubeExplode.Videos.ClosedCaptions;
using YoutubeExplode.Videos.Streams;

namespace Adapters.YoutubeExplode;

/// <summary>
/// Calls the library YoutubeExplode in this process. The library retries on its own; nothing here repeats a request.
/// </summary>
internal sealed class YoutubeExplodeSource(
    YoutubeClient youtube, YoutubeExplodeBudget budget, IOptions<YoutubeExplodeOptions> options, TimeProvider clock)
    : IMediaSource
{
    public const string SourceName = "youtube-explode";

    private const string Host = "www.youtube.com";

    private static readonly string Version = typeof(YoutubeClient).Assembly.GetName().Version?.ToString(3) ?? "";

    private readonly TimeSpan timeout = options.Value.Timeout;

    public string Name => SourceName;

    public RequestBudget Budget => budget.Value;

    public ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new SourceReadiness(true, Version));

    public async Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        var visit = VideoVisit.Begin();
        return await GuardAsync(visit, token => AskAsync(id, visit, token), cancellationToken);
    }

    public async Task<SourceAnswer<MediaManifest>> GetMediaAsync(VideoId id, CancellationToken cancellationToken)
    {
        var visit = VideoVisit.Begin();
        return await GuardAsync<MediaManifest>(visit, async token => await AskMediaAsync(id, token), cancellationToken);
    }

    private async Task<SourceAnswer<T>> GuardAsync<T>(
        VideoVisit visit, Func<CancellationToken, Task<SourceAnswer<T>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var timedOut = new CancellationTokenSource(timeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timedOut.Token, cancellationToken);
        try
        {
            return await ask(ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HttpFailures.TimedOut(Host, timeout);
        }
        catch (RequestLimitExceededException)
        {
            return HttpFailures.From(Host, HttpStatusCode.TooManyRequests, visit.RetryAfter);
        }
        catch (YoutubeExplodeException error) when (error is VideoUnplayableException
            || visit.Player is { IsPlayable: false })
        {
            // A video that does not play may also lack data that the library expects, such as its date.
            return Playability.NotPlayable(visit.Player?.PlayabilityStatus?.Reason);
        }
        catch (HttpRequestException error)
        {
            return HttpFailures.From(Host, error);
        }
        catch (IOException)
        {
            return HttpFailures.ConnectionLost(Host);
        }
#pragma warning disable CA1031 // A changed page makes the library's parser fail in many ways that mean the same.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new SourceFailure(
                FailureKind.SourceBroken,
                $"YoutubeExplode does not understand YouTube's answer ({error.GetType().Name}); an update may help.");
        }
    }

    /// <summary>
    /// Gets the streams of a video that is known to play. If YouTube gives the client that the library imitates no
    /// streams, the cause is the client, and another source may succeed.
    /// </summary>
    private async Task<MediaManifest> AskMediaAsync(VideoId id, CancellationToken cancellationToken)
    {
        try
        {
            var streams = await youtube.Videos.Streams.GetManifestAsync(id.Value, cancellationToken);
            var captions = await youtube.Videos.ClosedCaptions.GetManifestAsync(id.Value, cancellationToken);
            return YoutubeExplodeMedia.Make(id, streams.Streams, captions.Tracks);
        }
        catch (VideoUnplayableException error)
        {
            throw new InvalidDataException("YouTube gives this client no streams.", error);
        }
    }

    private async Task<SourceAnswer<Video>> AskAsync(
        VideoId id, VideoVisit visit, CancellationToken cancellationToken)
    {
        var video = await youtube.Videos.GetAsync(id.Value, cancellationToken);
        if (visit.Player is { IsPlayable: false } player)
            return Playability.NotPlayable(player.PlayabilityStatus?.Reason);

        var (streams, captions) = await ManifestsAsync(id, cancellationToken);
        return YoutubeExplodeMapping.Make(video, visit.Player, streams, captions, Version, clock.GetUtcNow());
    }

    /// <summary>
    /// Gets the streams and captions of a video that plays. When the client that the library imitates gets none, the
    /// rest of the document is still valid; live streams have none either.
    /// </summary>
    private async Task<(IReadOnlyList<IStreamInfo> Streams, IReadOnlyList<ClosedCaptionTrackInfo> Captions)>
        ManifestsAsync(VideoId id, CancellationToken cancellationToken)
    {
        try
        {
            var streams = await youtube.Videos.Streams.GetManifestAsync(id.Value, cancellationToken);
            var captions = await youtube.Videos.ClosedCaptions.GetManifestAsync(id.Value, cancellationToken);
            return (streams.Streams, captions.Tracks);
        }
        catch (YoutubeExplodeException error) when (error is not RequestLimitExceededException)
        {
            return ([], []);
        }
    }
}
