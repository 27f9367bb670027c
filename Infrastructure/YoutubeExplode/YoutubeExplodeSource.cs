using Extraction.Links;
using Extraction.Sources;
using Infrastructure.Sources;
using Jobs.Failures;
using Microsoft.Extensions.Options;
using YoutubeExplode;
using YoutubeExplode.Exceptions;
using YoutubeExplode.Videos.ClosedCaptions;
using YoutubeExplode.Videos.Streams;

namespace Infrastructure.YoutubeExplode;

/// <summary>The library YoutubeExplode, in this process. It retries by itself; nothing here repeats a request.</summary>
internal sealed class YoutubeExplodeSource(
    YoutubeClient youtube, YoutubeExplodeBudget budget, IOptions<YoutubeExplodeOptions> options, TimeProvider clock) : IVideoSource
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
        using var timedOut = new CancellationTokenSource(timeout, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timedOut.Token, cancellationToken);
        try
        {
            return await AskAsync(id, visit, ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HttpFailures.TimedOut(Host, timeout);
        }
        catch (RequestLimitExceededException)
        {
            return HttpFailures.From(Host, System.Net.HttpStatusCode.TooManyRequests, visit.RetryAfter);
        }
        catch (YoutubeExplodeException error) when (error is VideoUnplayableException || visit.Player is { IsPlayable: false })
        {
            // A video that does not play may also lack what the library takes for granted, its date for one.
            return Playability.NotPlayable(visit.Player?.PlayabilityStatus?.Reason);
        }
        catch (HttpRequestException error)
        {
            return HttpFailures.From(Host, error);
        }
        catch (IOException)
        {
            return new SourceResult.Failed(FailureKind.Transient, $"The connection to {Host} broke off.");
        }
#pragma warning disable CA1031 // A page that changed makes the library's parser fail in any way; all mean the same.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new SourceResult.Failed(
                FailureKind.SourceBroken,
                $"YoutubeExplode does not understand YouTube's answer ({error.GetType().Name}), an update may help.");
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
