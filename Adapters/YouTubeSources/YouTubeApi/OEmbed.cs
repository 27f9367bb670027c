using System.Net;
using System.Text.Json.Serialization;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>
/// Calls oEmbed, which needs no key and returns little: title, author, and one thumbnail. https://oembed.com
/// </summary>
internal sealed class OEmbed(YouTubeApiHttp http, IOptions<YouTubeApiOptions> options, TimeProvider clock)
{
    private readonly Uri baseAddress = options.Value.OEmbedBaseAddress;

    public async Task<SourceAnswer<Video>> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        var video = Uri.EscapeDataString($"https://www.youtube.com/watch?v={id.Value}");
        var response = await http.GetAsync(
            new Uri(baseAddress, $"oembed?url={video}&format=json"), withKey: false, cancellationToken);
        return response.TryGet(out var answer, out var why) ? Read(id, answer) : why;
    }

    private SourceAnswer<Video> Read(VideoId id, ApiAnswer answer) => answer.Status switch
    {
        HttpStatusCode.OK => YouTubeApiHttp.TryRead(answer, OEmbedJson.Default.OEmbedVideo) is { Title: not null } video
            ? Document(id, video)
            : YouTubeApiHttp.NotUnderstood(baseAddress.Host),
        HttpStatusCode.Unauthorized => new SourceFailure(
            new Failure(
                FailureKind.Unavailable,
                "The video cannot be embedded, or is private; oEmbed does not say which.",
                Code: SourceFailureCodes.NotEmbeddable),
            IsFinal: false),
        HttpStatusCode.Forbidden => new SourceFailure(
            FailureKind.Unavailable, "This video is private.", code: SourceFailureCodes.Private),

        // oEmbed answers 400 for an ID that no video ever had.
        HttpStatusCode.NotFound or HttpStatusCode.BadRequest => new SourceFailure(
            FailureKind.Unavailable,
            "This video is not available: it was deleted, or never existed.",
            code: SourceFailureCodes.Gone),
        var status => HttpFailures.From(baseAddress.Host, status, answer.RetryAfter),
    };

    private Video Document(VideoId id, OEmbedVideo video) => new()
    {
        Id = id.Value,
        Title = video.Title!,
        Author = Absent.IfEmpty(video.AuthorName),
        ChannelId = ChannelId(video.AuthorUrl),
        Thumbnails = ThumbnailAddress.IsKnown(video.ThumbnailUrl)
            ? [new Thumbnail(video.ThumbnailUrl, video.ThumbnailWidth, video.ThumbnailHeight)]
            : [],
        Source = YouTubeApiSource.SourceName,
        SourceClient = "oembed",
        FetchedAt = clock.GetUtcNow(),
    };

    private static string? ChannelId(string? authorUrl) =>
        LinkParser.Parse(authorUrl) is ParsedLink.Channel { Address: { Form: ChannelForm.Id, Name: var id } }
            ? id
            : null;
}

/// <summary>Represents oEmbed's answer.</summary>
internal sealed record OEmbedVideo(
    string? Title,
    string? AuthorName,
    string? AuthorUrl,
    string? ThumbnailUrl,
    int? ThumbnailWidth,
    int? ThumbnailHeight);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OEmbedVideo))]
internal sealed partial class OEmbedJson : JsonSerializerContext;
