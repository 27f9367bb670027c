using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>Calls YouTube's official APIs: the Data API with a key, oEmbed without.</summary>
internal sealed class YouTubeApiSource : IVideoSource, IVideoCalls
{
    public const string SourceName = "youtube-api";

    private readonly YouTubeApiOptions options;
    private readonly OEmbed oEmbed;
    private readonly DataApi dataApi;
    private readonly VideoBatcher batcher;

    public YouTubeApiSource(OEmbed oEmbed, DataApi dataApi, IOptions<YouTubeApiOptions> options, TimeProvider clock)
    {
        (this.options, this.oEmbed, this.dataApi) = (options.Value, oEmbed, dataApi);
        Budget = new RequestBudget(options.Value.RequestsPerMinute, clock)
        {
            JobsPerRequest = TakesOwnBudget ? DataApi.MaxIds : 1,
        };
        batcher = new VideoBatcher(
            this,
            new BatchLimits(
                DataApi.MaxIds, this.options.BatchWindow, this.options.CrowdedBatchWindow, this.options.BudgetWait),
            clock);
    }

    public string Name => SourceName;

    public RequestBudget Budget { get; }

    /// <summary>A call of the Data API serves many jobs; oEmbed serves one.</summary>
    public bool TakesOwnBudget => options.HasKey;

    public ValueTask<SourceReadiness> ReadinessAsync(CancellationToken cancellationToken) => ValueTask.FromResult(
        new SourceReadiness(
            true,
            options.HasKey ? "Data API" : "oEmbed: title, author, and thumbnail only, because no API key is set"));

    public Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken) =>
        options.HasKey ? batcher.GetAsync(id, cancellationToken) : oEmbed.GetAsync(id, cancellationToken);

    ValueTask<bool> IVideoCalls.TakeAsync(
        TimeSpan patience, Func<int> videos, CancellationToken cancellationToken) =>
        Budget.TakeAsync(patience, videos, cancellationToken);

    void IVideoCalls.GiveBack() => Budget.Charge(-1);

    SourceFailure IVideoCalls.NoRequest() => new(
        FailureKind.RateLimited,
        $"Its {options.RequestsPerMinute} requests per minute are used up.",
        code: SourceFailureCodes.BudgetSpent);

    Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>> IVideoCalls.GetAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken) =>
        dataApi.GetAsync(ids, cancellationToken);
}
