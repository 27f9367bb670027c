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

    /// <summary>Maximum number of files that one process reads concurrently; others wait their turn.</summary>
    [Range(1, 64)]
    public int MaxConcurrentReads { get; init; } = 2;

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
