using System.ComponentModel.DataAnnotations;

namespace Gateway.Api.Page;

/// <summary>
/// Options of the section <c>Thumbnails</c>, the source of the images on the page.
/// </summary>
internal sealed record ThumbnailOptions
{
    public const string Section = "Thumbnails";

    /// <summary>Base address of <c>vi/ID/mqdefault.jpg</c>, the only host that is contacted.</summary>
    [Required]
    public Uri BaseAddress { get; init; } = new("https://i.ytimg.com/");

    /// <summary>Maximum bytes of one image. YouTube's have 10 to 40 kB in these sizes.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxBytes { get; init; } = 512 * 1024;

    /// <summary>Maximum bytes of the cache: some hundreds of images, a few screens of a library.</summary>
    [Range(0L, 4L * 1024 * 1024 * 1024)]
    public long CacheBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Maximum duration of one request: a page with missing images is better than one that hangs.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
