using Extraction.Links;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Page;

/// <summary>
/// Caches recent thumbnails, bounded by size. Failures are cached too, so that an unreachable host gets few requests.
/// </summary>
internal sealed class ThumbnailCache(IOptions<ThumbnailOptions> options) : IDisposable
{
    private static readonly TimeSpan KeepFound = TimeSpan.FromHours(6);
    private static readonly TimeSpan KeepAbsent = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepUnreachable = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of an entry without its image.</summary>
    private const int Overhead = 256;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = options.Value.CacheBytes });

    public Thumbnail? Find(VideoId video, ThumbnailSize size) => cache.Get<Thumbnail>((video, size));

    public void Keep(VideoId video, ThumbnailSize size, Thumbnail thumbnail)
    {
        var (keep, bytes) = thumbnail switch
        {
            Thumbnail.Found found => (KeepFound, found.Bytes.Length),
            Thumbnail.Absent => (KeepAbsent, 0),
            _ => (KeepUnreachable, 0),
        };
        cache.Set(
            (video, size),
            thumbnail,
            new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = keep, Size = bytes + Overhead });
    }

    public void Dispose() => cache.Dispose();
}
