using System.ComponentModel.DataAnnotations;

namespace Jobs;

/// <summary>Section <c>Data</c>: the folder of everything that this host keeps on disk.</summary>
public sealed record DataOptions
{
    public const string Section = "Data";

    /// <summary>Folder of the backups in <see cref="Path"/>.</summary>
    public const string BackupsFolder = "backups";

    /// <summary>Pattern of the backups' names, which sort by time.</summary>
    public const string BackupPattern = "links-*.zip";

    /// <summary>
    /// Folder of the database and the artifacts; created if missing. Processes of one machine that have a broker can
    /// share it; a process without a broker has it alone.
    /// </summary>
    [Required]
    public string Path { get; init; } = "data";

    /// <summary>Number of backups kept in the folder; a new one replaces the oldest.</summary>
    [Range(1, 1000)]
    public int MaxBackups { get; init; } = 3;

    /// <summary>
    /// Free bytes of a disk below which nothing more is accepted or downloaded, so that accepted work can be finished;
    /// 0 for no floor. The log of the database alone may take 64 MiB.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long MinFreeBytes { get; init; } = 512L * 1024 * 1024;
}
