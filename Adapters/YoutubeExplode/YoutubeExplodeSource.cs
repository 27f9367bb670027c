using Extraction.Links;
using Extraction.Media;
using Extraction.Sources;
using Jobs.Failures;
using Microsoft.Extensions.Options;
using YoutubeExplode;
using YoutubeExplode.Exceptions;
using YoutubeExplode.Videos.ClosedCaptions;
using YoutubeExplode.Videos.Streams;

namespace Adapters.YoutubeExplode;

/// <summary>
/// The library YoutubeExplode, in this process. It retries by itself; nothing here repeats a request.
/// </summary>
internal sealed class YoutubeExplodeSource(
    YoutubeClient youtube, YoutubeExplodeBudget budget, IOptions<YoutubeExplodeOptions> options, TimeProvider clock) : IMediaSource
{
    private const string Host = "www.youtube.com";

    private static readonly string Version = typeof(YoutubeClient).Assembly.GetName().Version?.ToString(3) ?? "";

    private readonly TimeSpan timeout = options.Value.Timeout;

    public string Name => SourceNames.YoutubeExplode;

    public RequestBudget Budget => budget.Value;

    public ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new SourceReadiness(true, Version));

    public async Task<SourceResult> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        var visit = VideoVisit.Begin();
        var (result, failed) = await GuardAsync(visit, token => AskAsync(id, visit, token), cancellationToken);
        return result ?? failed!;
    }

    public async Task<MediaResult> GetMediaAsync(VideoId id, CancellationToken cancellationToken)
    {
        var visit = VideoVisit.Begin();
        var (manifest, failed) = await GuardAsync(visit, token => AskMediaAsync(id, token), cancellationToken);
        return manifest is null ? new MediaResult.Failed(failed!) : new MediaResult.Found(manifest);
    }

    private async Task<(T? Value, SourceResult.Failed? Failed)> GuardAsync<T>(
        VideoVisit visit, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using var timedOut = new CancellationTokenSource(timeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timedOut.Token, cancellationToken);
        try
        {
            return (await ask(ended.Token), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, HttpFailures.TimedOut(Host, timeout));
        }
        catch (RequestLimitExceededException)
        {
            return (null, HttpFailures.From(Host, System.Net.HttpStatusCode.TooManyRequests, visit.RetryAfter));
        }
        catch (YoutubeExplodeException error) when (error is VideoUnplayableException || visit.Player is { IsPlayable: false })
        {
            // A video that does not play may also lack what the library takes for granted, its date for one.
            return (null, Playability.NotPlayable(visit.Player?.PlayabilityStatus?.Reason));
        }
        catch (HttpRequestException error)
        {
            return (null, HttpFailures.From(Host, error));
        }
        catch (IOException)
        {
            return (null, new SourceResult.Failed(
                FailureKind.Transient, $"The connection to {Host} broke off.", code: SourceFailureCodes.Unreachable));
        }
#pragma warning disable CA1031 // A page that changed makes the library's parser fail in any way; all mean the same.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return (null, new SourceResult.Failed(
                FailureKind.SourceBroken,
                $"YoutubeExplode does not understand YouTube's answer ({error.GetType().Name}), an update may help."));
        }
    }

    /// <summary>
    /// Asked of videos that are known to play: when the client that the library imitates gets nothing of one, that says
    /// something of the client, and another source may have it.
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
            throw new InvalidDataException("No streams are given to this client.", error);
        }
    }

    private async Task<SourceResult> AskAsync(VideoId id, VideoVisit visit, CancellationToken cancellationToken)
    {
        var video = await youtube.Videos.GetAsync(id.Value, cancellationToken);
        if (visit.Player is { IsPlayable: false } player)
            return Playability.NotPlayable(player.PlayabilityStatus?.Reason);

        var (streams, captions) = await ManifestsAsync(id, cancellationToken);
        return new SourceResult.Found(YoutubeExplodeMapping.Make(
            video, visit.Player, streams, captions, Version, clock.GetUtcNow()));
    }

    /// <summary>
    /// The page says that the video plays. When the client that the library imitates gets no streams all the same, the
    /// rest of the document is none the worse; live streams have none either.
    /// </summary>
    private async Task<(IReadOnlyList<IStreamInfo> Streams, IReadOnlyList<ClosedCaptionTrackInfo> Captions)> ManifestsAsync(
        VideoId id, CancellationToken cancellationToken)
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
