using System.Net;
using Extraction.Links;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Page;

/// <summary>
/// Fetches thumbnails from the configured host, bounded in bytes and time, so that browsers contact only the gateway.
/// </summary>
internal sealed class ThumbnailFetcher(
    IHttpClientFactory clients, IOptions<ThumbnailOptions> options, ThumbnailCache cache)
{
    public const string ClientName = "thumbnails";

    /// <summary>Other types are refused: a browser could run them as documents of this site.</summary>
    private static readonly string[] Types = ["image/jpeg", "image/webp", "image/png"];

    public async Task<Thumbnail> GetAsync(VideoId video, ThumbnailSize size, CancellationToken cancellationToken)
    {
        if (cache.Find(video, size) is { } known)
            return known;

        var fetched = await FetchAsync(video, size, cancellationToken);
        cache.Keep(video, size, fetched);
        return fetched;
    }

    private async Task<Thumbnail> FetchAsync(VideoId video, ThumbnailSize size, CancellationToken cancellationToken)
    {
        var name = size == ThumbnailSize.Large ? "hqdefault" : "mqdefault";
        var address = new Uri(options.Value.BaseAddress, $"vi/{video}/{name}.jpg");
        using var client = clients.CreateClient(ClientName);
        try
        {
            using var response = await client.GetAsync(address, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return new Thumbnail.Absent();
            if (!response.IsSuccessStatusCode
                || response.Content.Headers.ContentType?.MediaType is not { } type || !Types.Contains(type))
            {
                return new Thumbnail.Unreachable();
            }

            return new Thumbnail.Found(await response.Content.ReadAsByteArrayAsync(cancellationToken), type);
        }
        catch (HttpRequestException)
        {
            // Also thrown for an image over the size limit.
            return new Thumbnail.Unreachable();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Thumbnail.Unreachable();
        }
    }
}
