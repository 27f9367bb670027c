using System.ComponentModel.DataAnnotations;

namespace Gateway.Api.Files;

/// <summary>
/// Section <c>Files</c>: what an upload may be, how it is cut into batches, and how results are named.
/// </summary>
internal sealed record FilesOptions
{
    public const string Section = "Files";

    /// <summary>
    /// Bytes of an upload as it is sent; a full sheet of a million rows and ten columns packs into less.
    /// </summary>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bytes of a csv once it is unpacked from gzip.</summary>
    [Range(1, long.MaxValue)]
    public long MaxUnpackedBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Rows that travel together: a crash repeats at most the batches in work.</summary>
    [Range(1, 10_000)]
    public int BatchRows { get; init; } = 100;

    /// <summary>
    /// Bytes of the rows of a batch, below the limit of one megabyte that brokers and documents have by default.
    /// </summary>
    [Range(64 * 1024, 900_000)]
    public int MaxBatchBytes { get; init; } = 500_000;

    /// <summary>Files that are read at once in one process; others wait their turn.</summary>
    [Range(1, 64)]
    public int MaxConcurrentReads { get; init; } = 2;

    /// <summary>The sheet's name in a result, unless the request names it.</summary>
    [Required]
    public string SheetName { get; init; } = "result";

    /// <summary>The header of the addresses; <c>주소</c>, say.</summary>
    [Required]
    public string AddressColumn { get; init; } = "address";

    /// <summary>The header of why a row has no result, or what is to be said of it.</summary>
    [Required]
    public string ReasonColumn { get; init; } = "reason";
}
