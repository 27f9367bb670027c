using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>Calls YouTube's official APIs: the Data API with a key, oEmbed without.</summary>
internal sealed class YouTubeApiSource : IVideoSource
{
    public const string SourceName = "youtube-api";

    private readonly YouTubeApiOptions options;
    private readonly OEmbed oEmbed;
    private readonly DataApi dataApi;
    private readonly VideoBatcher batcher;

    public YouTubeApiSource(OEmbed oEmbed, DataApi dataApi, IOptions<YouTubeApiOptions> options, TimeProvider clock)
    {
        (this.options, this.oEmbed, this.dataApi) = (options.Value, oEmbed, dataApi);
        Budget = new RequestBudget(options.Value.RequestsPerMinute, clock);
        batcher = new VideoBatcher(AskAsync, DataApi.MaxIds, options.Value.BatchWindow, clock);
    }

    public string Name => SourceName;

    public RequestBudget Budget { get; }

    public ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken) => ValueTask.FromResult(
        new SourceReadiness(
            true,
            options.HasKey ? "Data API" : "oEmbed: title, author, and thumbnail only, because no API key is set"));

    public Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken) =>
        options.HasKey ? batcher.GetAsync(id, cancellationToken) : oEmbed.GetAsync(id, cancellationToken);

    private Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>> AskAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken)
    {
        // The chain took one request for every video.
        Budget.Charge(1 - ids.Count);
        return dataApi.GetAsync(ids, cancellationToken);
    }
}
