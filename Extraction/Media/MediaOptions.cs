using System.ComponentModel.DataAnnotations;

namespace Extraction.Media;

/// <summary>Options of downloads and files: section <c>Media</c>.</summary>
public sealed record MediaOptions
{
    public const string Section = "Media";

    /// <summary>
    /// Maximum size of one file, in bytes; a known size is refused before the download. 4 GiB is hours of 1080p.
    /// </summary>
    [Range(1L, long.MaxValue)]
    public long MaxBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Maximum size of all files, in bytes; the least recently used files make room for new ones.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxTotalBytes { get; init; } = 100L * 1024 * 1024 * 1024;

    /// <summary>Time after which unused files are deleted; null keeps them until room is needed.</summary>
    public TimeSpan? KeepUnusedFor { get; init; }

    /// <summary>Bytes per request. YouTube throttles connections that request more than 10 MB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int RangeBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// Maximum number of concurrent ranges per stream, so that a throttled connection is one of several.
    /// </summary>
    [Range(1, 16)]
    public int ParallelRanges { get; init; } = 3;

    /// <summary>Maximum time without data before a connection is closed and reopened.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Minimum bytes per second, measured over <see cref="StallTimeout"/>, before a connection is closed and reopened.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int MinBytesPerSecond { get; init; } = 16 * 1024;

    /// <summary>Maximum number of consecutive failures of a range without progress before the download fails.</summary>
    [Range(1, 100)]
    public int MaxFailuresInARow { get; init; } = 5;

    /// <summary>Maximum duration of one step (download, muxing, or transcoding); a job has several per file.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Folder of unfinished files. By default a folder under <c>Data:Path</c>, because the temporary folder may be in
    /// memory.
    /// </summary>
    public string? WorkPath { get; set; }

    /// <summary>Address of a stand-in that serves all downloads; null for the real hosts.</summary>
    public Uri? BaseAddress { get; init; }
}
