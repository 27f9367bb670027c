using System.Net;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>
/// Calls the YouTube Data API's <c>videos.list</c>, which costs one unit of the daily quota for up to 50 videos.
/// https://developers.google.com/youtube/v3/docs/videos/list
/// </summary>
internal sealed class DataApi(YouTubeApiHttp http, IOptions<YouTubeApiOptions> options, TimeProvider clock)
{
    public const int MaxIds = 50;

    private const string Parts = "snippet,contentDetails,statistics,status,liveStreamingDetails";

    /// <summary>The quota resets at midnight Pacific time; until then, checking once an hour is enough.</summary>
    private static readonly TimeSpan WhenQuotaIsSpent = TimeSpan.FromHours(1);

    private readonly Uri baseAddress = options.Value.BaseAddress;

    /// <summary>Asks for several videos in one request and returns an answer for every ID.</summary>
    public async Task<IReadOnlyDictionary<VideoId, SourceAnswer<Video>>> GetAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken)
    {
        var list = string.Join(',', ids);
        var response = await http.GetAsync(
            new Uri(baseAddress, $"youtube/v3/videos?part={Parts}&id={list}&maxResults={MaxIds}"),
            withKey: true,
            cancellationToken);
        if (!response.TryGet(out var answer, out var why))
            return ForAll(ids, why);
        if (answer.Status != HttpStatusCode.OK)
            return ForAll(ids, Refused(answer));
        if (YouTubeApiHttp.TryRead(answer, DataApiJson.Default.DataApiVideos) is not { Items: { } items })
            return ForAll(ids, YouTubeApiHttp.NotUnderstood(baseAddress.Host));

        var found = items.Where(item => item.Id is not null).DistinctBy(item => item.Id)
            .ToDictionary(item => item.Id!, StringComparer.Ordinal);
        return ids.ToDictionary(id => id, id => found.TryGetValue(id.Value, out var item) ? Found(item) : NotListed());
    }

    private static Dictionary<VideoId, SourceAnswer<Video>> ForAll(
        IReadOnlyCollection<VideoId> ids, SourceFailure why) =>
        ids.ToDictionary(id => id, SourceAnswer<Video> (_) => why);

    private SourceAnswer<Video> Found(DataApiVideo item) =>
        DataApiMapping.TryMake(item, clock.GetUtcNow()) is { } video
            ? video
            : YouTubeApiHttp.NotUnderstood(baseAddress.Host);

    private static SourceFailure NotListed() => new(
        FailureKind.Unavailable,
        "This video is not available: it is private, was deleted, or never existed.",
        code: SourceFailureCodes.Gone);

    /// <summary>Maps an error: https://developers.google.com/youtube/v3/docs/errors</summary>
    private SourceFailure Refused(ApiAnswer answer)
    {
        var problem = YouTubeApiHttp.TryRead(answer, DataApiJson.Default.DataApiProblem);
        var reason = problem?.Error?.Errors is [{ Reason: { } first }, ..] ? first : null;
        return reason switch
        {
            "quotaExceeded" or "dailyLimitExceeded" => new(
                FailureKind.RateLimited,
                "The daily quota of the YouTube Data API is used up.",
                WhenQuotaIsSpent,
                SourceFailureCodes.QuotaSpent),
            "rateLimitExceeded" or "userRateLimitExceeded" => new(
                FailureKind.RateLimited, "The YouTube Data API asks us to slow down.", answer.RetryAfter),
            _ when answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized
                or HttpStatusCode.Forbidden => new(FailureKind.SourceBroken, NotAllowed(reason)),
            _ => HttpFailures.From(baseAddress.Host, answer.Status, answer.RetryAfter),
        };
    }

    private static string NotAllowed(string? reason)
    {
        const string setting = $"{YouTubeApiOptions.Section}:{nameof(YouTubeApiOptions.ApiKey)}";
        var given = reason is null ? "" : $" ({(reason.Length > 60 ? reason[..60] : reason)})";
        return $"The YouTube Data API refuses the request{given}: check {setting} and that the API is enabled for it.";
    }
}
