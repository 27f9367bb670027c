using System.Text.Json.Serialization;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>Represents the parts of a <c>videos.list</c> answer that are read.</summary>
internal sealed record DataApiVideos(IReadOnlyList<DataApiVideo>? Items);

internal sealed record DataApiVideo(
    string? Id,
    DataApiSnippet? Snippet,
    DataApiContentDetails? ContentDetails,
    DataApiStatistics? Statistics,
    DataApiLiveStreamingDetails? LiveStreamingDetails);

internal sealed record DataApiSnippet(
    string? Title,
    string? Description,
    string? ChannelId,
    string? ChannelTitle,
    DateTimeOffset? PublishedAt,
    IReadOnlyList<string>? Tags,
    string? CategoryId,
    string? LiveBroadcastContent,
    IReadOnlyDictionary<string, DataApiThumbnail>? Thumbnails);

internal sealed record DataApiThumbnail(string? Url, int? Width, int? Height);

/// <param name="Duration">ISO 8601; <c>P0D</c> while live.</param>
/// <param name="ContentRating">Contains <c>ytRating</c> for age-restricted videos.</param>
internal sealed record DataApiContentDetails(string? Duration, DataApiContentRating? ContentRating);

internal sealed record DataApiContentRating(string? YtRating);

/// <summary>Counts of views and likes, which are strings in the JSON. The owner may hide them.</summary>
internal sealed record DataApiStatistics(long? ViewCount, long? LikeCount);

internal sealed record DataApiLiveStreamingDetails(DateTimeOffset? ActualStartTime);

internal sealed record DataApiProblem(DataApiError? Error);

internal sealed record DataApiError(IReadOnlyList<DataApiErrorDetail>? Errors);

internal sealed record DataApiErrorDetail(string? Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(DataApiVideos))]
[JsonSerializable(typeof(DataApiProblem))]
internal sealed partial class DataApiJson : JsonSerializerContext;
