using System.ComponentModel.DataAnnotations;

namespace Files;

/// <summary>
/// Configures section <c>Files</c>: limits on uploads, sizes of batches, and names in results.
/// </summary>
public sealed record FilesOptions
{
    public const string Section = "Files";

    /// <summary>
    /// Maximum bytes of an upload as sent; a full sheet of a million rows and ten columns compresses to less.
    /// </summary>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Maximum bytes of a csv after gzip decompression.</summary>
    [Range(1, long.MaxValue)]
    public long MaxUnpackedBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Rows per batch: a crash repeats at most the batches in flight.</summary>
    [Range(1, 10_000)]
    public int BatchRows { get; init; } = 100;

    /// <summary>
    /// Maximum bytes of a batch's rows, below the default limit of one megabyte of brokers and documents.
    /// </summary>
    [Range(64 * 1024, 900_000)]
    public int MaxBatchBytes { get; init; } = 500_000;

    /// <summary>
    /// Maximum number of files that one process reads concurrently; others wait their turn. Each takes up to 100 MB.
    /// </summary>
    [Range(1, 64)]
    public int MaxConcurrentReads { get; init; } = 2;

    /// <summary>Maximum number of uploads that one process has in flight, previews included; others get 503.</summary>
    [Range(1, 10_000)]
    public int MaxUploads { get; init; } = 64;

    /// <summary>
    /// Maximum bytes on disk of all uploads in flight together: received, unpacked, and spooled. The largest upload
    /// alone takes three times <see cref="MaxUnpackedBytes"/>.
    /// </summary>
    [Range(1, long.MaxValue)]
    public long MaxUploadBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Maximum time in which an upload arrives.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Maximum wait of an upload for its turn to be read; after it, the upload gets 503.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TurnTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Maximum time in which a file is read; a full sheet takes less than half a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Maximum number of accepted files whose batches are not all stored as jobs; bounds the disk that they take while
    /// the store is slow. Further ones are rejected with 503.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxWaitingFiles { get; init; } = 1_000;

    /// <summary>Name of the sheet in a result, unless the request names it.</summary>
    [Required]
    public string SheetName { get; init; } = "result";

    /// <summary>Header of the addresses, such as <c>주소</c>.</summary>
    [Required]
    public string AddressColumn { get; init; } = "address";

    /// <summary>Header of the reasons for missing results, and of remarks.</summary>
    [Required]
    public string ReasonColumn { get; init; } = "reason";
}
