using System.Net;
using System.Text.Json.Serialization;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Microsoft.Extensions.Options;

namespace Adapters.YouTubeSources.YouTubeApi;

/// <summary>oEmbed: no key, and little to be had: title, author, one thumbnail. https://oembed.com</summary>
internal sealed class OEmbed(YouTubeApiHttp http, IOptions<YouTubeApiOptions> options, TimeProvider clock)
{
    private readonly Uri baseAddress = options.Value.OEmbedBaseAddress;

    public async Task<SourceResult> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        var video = Uri.EscapeDataString($"https://www.youtube.com/watch?v={id.Value}");
        var (answer, failure) = await http.GetAsync(
            new Uri(baseAddress, $"oembed?url={video}&format=json"), withKey: false, cancellationToken);
        return answer is null ? failure! : Read(id, answer);
    }

    private SourceResult Read(VideoId id, ApiAnswer answer) => answer.Status switch
    {
        HttpStatusCode.OK => YouTubeApiHttp.TryRead(answer, OEmbedJson.Default.OEmbedVideo) is { Title: not null } video
            ? new SourceResult.Found(Video(id, video))
            : YouTubeApiHttp.NotUnderstood(baseAddress.Host),
        HttpStatusCode.Unauthorized => new SourceResult.Failed(
            new Failure(
                FailureKind.Unavailable,
                "The video must not be embedded, or is private; oEmbed does not tell which.",
                Code: SourceFailureCodes.NotEmbeddable),
            IsFinal: false),
        HttpStatusCode.Forbidden => new SourceResult.Failed(
            FailureKind.Unavailable, "This video is private.", code: SourceFailureCodes.Private),

        // 400 is what an id gets that no video ever had.
        HttpStatusCode.NotFound or HttpStatusCode.BadRequest => new SourceResult.Failed(
            FailureKind.Unavailable, "This video is not available: it was deleted, or never existed.", code: SourceFailureCodes.Gone),
        var status => HttpFailures.From(baseAddress.Host, status, answer.RetryAfter),
    };

    private Video Video(VideoId id, OEmbedVideo video) => new()
    {
        Id = id.Value,
        Title = video.Title!,
        Author = Absent.IfEmpty(video.AuthorName),
        ChannelId = LinkParser.Parse(video.AuthorUrl) is ParsedLink.Channel { Address: { Form: ChannelForm.Id, Name: var channel } }
            ? channel
            : null,
        Thumbnails = ThumbnailAddress.IsKnown(video.ThumbnailUrl)
            ? [new Thumbnail(video.ThumbnailUrl, video.ThumbnailWidth, video.ThumbnailHeight)]
            : [],
        Source = SourceNames.YouTubeApi,
        SourceClient = "oembed",
        FetchedAt = clock.GetUtcNow(),
    };
}

internal sealed record OEmbedVideo(
    string? Title, string? AuthorName, string? AuthorUrl, string? ThumbnailUrl, int? ThumbnailWidth, int? ThumbnailHeight);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OEmbedVideo))]
internal sealed partial class OEmbedJson : JsonSerializerContext;
