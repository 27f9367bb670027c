using System.ComponentModel.DataAnnotations;

namespace Extraction.Media;

/// <summary>Section <c>Media</c>: bounds of downloads and files, every default stated here.</summary>
public sealed record MediaOptions
{
    public const string Section = "Media";

    /// <summary>
    /// The largest file of a video, in bytes; known sizes are refused before the download. 4 GiB: hours of 1080p.
    /// </summary>
    [Range(1L, long.MaxValue)]
    public long MaxBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>All files together, in bytes; the files used longest ago make room for new ones.</summary>
    [Range(1L, long.MaxValue)]
    public long MaxTotalBytes { get; init; } = 100L * 1024 * 1024 * 1024;

    /// <summary>Files not used for this long are deleted; absent keeps them until room is needed.</summary>
    public TimeSpan? KeepUnusedFor { get; init; }

    /// <summary>
    /// How much one request asks for, in bytes. YouTube slows down a connection that asks for more than 10 MB.
    /// </summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public int RangeBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// How many ranges of one stream are fetched at once: a throttled connection is one of several then.
    /// </summary>
    [Range(1, 16)]
    public int ParallelRanges { get; init; } = 3;

    /// <summary>A connection that gives nothing for this long is cut and made anew.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A connection that is slower than this over <see cref="StallTimeout"/> is cut and made anew; bytes a second.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int MinBytesPerSecond { get; init; } = 16 * 1024;

    /// <summary>
    /// How often in a row a range may fail without a byte of progress before the download has failed.
    /// </summary>
    [Range(1, 100)]
    public int MaxFailuresInARow { get; init; } = 5;

    /// <summary>How long one download, muxing or transcoding may take; a job has as many of these as files.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Where unfinished files are; a folder under <c>Data:Path</c> by default, for the temporary one may be memory.
    /// </summary>
    public string? WorkPath { get; set; }

    /// <summary>
    /// Where streams are downloaded from in place of the addresses' own hosts: the stand-in's address.
    /// </summary>
    public Uri? BaseAddress { get; init; }
}
