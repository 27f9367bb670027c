using System.Net;
using Extraction.Links;
using Extraction.Sources;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>
/// The YouTube Data API's <c>videos.list</c>, which costs one unit of the daily quota for up to 50 videos.
/// https://developers.google.com/youtube/v3/docs/videos/list
/// </summary>
internal sealed class DataApi(YouTubeApiHttp http, IOptions<YouTubeApiOptions> options, TimeProvider clock)
{
    public const int MaxIds = 50;

    private const string Parts = "snippet,contentDetails,statistics,status,liveStreamingDetails";

    /// <summary>The quota comes back at midnight, Pacific time; until then an hour is soon enough to look.</summary>
    private static readonly TimeSpan WhenQuotaIsSpent = TimeSpan.FromHours(1);

    private readonly Uri baseAddress = options.Value.BaseAddress;

    /// <summary>Asks for several videos at once; every id has its result.</summary>
    public async Task<IReadOnlyDictionary<VideoId, SourceResult>> GetAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken)
    {
        var list = string.Join(',', ids);
        var (answer, failure) = await http.GetAsync(
            new Uri(baseAddress, $"youtube/v3/videos?part={Parts}&id={list}&maxResults={MaxIds}"), withKey: true, cancellationToken);
        if (answer is null)
            return ids.ToDictionary(id => id, SourceResult (_) => failure!);
        if (answer.Status != HttpStatusCode.OK)
            return ids.ToDictionary(id => id, SourceResult (_) => Refused(answer));
        if (YouTubeApiHttp.TryRead(answer, DataApiJson.Default.DataApiVideos) is not { Items: { } items })
            return ids.ToDictionary(id => id, SourceResult (_) => YouTubeApiHttp.NotUnderstood(baseAddress.Host));

        var found = items.Where(item => item.Id is not null).DistinctBy(item => item.Id)
            .ToDictionary(item => item.Id!, StringComparer.Ordinal);
        return ids.ToDictionary(id => id, id => found.TryGetValue(id.Value, out var item) ? Found(item) : NotListed());
    }

    private SourceResult Found(DataApiVideo item) =>
        DataApiMapping.TryMake(item, clock.GetUtcNow()) is { } video
            ? new SourceResult.Found(video)
            : YouTubeApiHttp.NotUnderstood(baseAddress.Host);

    private static SourceResult.Failed NotListed() => new(
        FailureKind.Unavailable, "This video is not available: it is private, was deleted, or never existed.",
        code: SourceFailureCodes.Gone);

    /// <summary>https://developers.google.com/youtube/v3/docs/errors</summary>
    private SourceResult.Failed Refused(ApiAnswer answer)
    {
        var reason = YouTubeApiHttp.TryRead(answer, DataApiJson.Default.DataApiProblem)?.Error?.Errors is [{ Reason: { } first }, ..]
            ? first
            : null;
        return reason switch
        {
            "quotaExceeded" or "dailyLimitExceeded" => new(
                FailureKind.RateLimited, "The daily quota of the YouTube Data API is used up.", WhenQuotaIsSpent, SourceFailureCodes.QuotaSpent),
            "rateLimitExceeded" or "userRateLimitExceeded" => new(
                FailureKind.RateLimited, "The YouTube Data API asks us to slow down.", answer.RetryAfter),
            _ when answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
                FailureKind.SourceBroken,
                $"The YouTube Data API refuses the request{(reason is null ? "" : $" ({Bounded(reason)})")}: check {YouTubeApiOptions.Section}:{nameof(YouTubeApiOptions.ApiKey)} and that the API is enabled for it."),
            _ => HttpFailures.From(baseAddress.Host, answer.Status, answer.RetryAfter),
        };
    }

    private static string Bounded(string reason) => reason.Length > 60 ? reason[..60] : reason;
}
