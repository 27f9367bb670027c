using System.ComponentModel.DataAnnotations;

namespace Gateway.Api.Page;

/// <summary>
/// Section <c>Thumbnails</c>: where the pictures that the page shows come from, every default stated here.
/// </summary>
internal sealed record ThumbnailOptions
{
    public const string Section = "Thumbnails";

    /// <summary>Where <c>vi/ID/mqdefault.jpg</c> is; the only host that is asked for pictures.</summary>
    [Required]
    public Uri BaseAddress { get; init; } = new("https://i.ytimg.com/");

    /// <summary>Bytes of one picture. YouTube's of these sizes have 10 to 40 kB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxBytes { get; init; } = 512 * 1024;

    /// <summary>Bytes of all pictures kept in memory: some hundreds of them, a few screens of a library.</summary>
    [Range(0L, 4L * 1024 * 1024 * 1024)]
    public long CacheBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long one picture may take: a page with holes is better than one that hangs.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
