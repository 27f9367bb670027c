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
}
