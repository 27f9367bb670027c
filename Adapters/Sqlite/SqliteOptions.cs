using System.ComponentModel.DataAnnotations;

namespace Adapters.Sqlite;

/// <summary>Section <c>Data</c>: durability and bounds of the SQLite database.</summary>
internal sealed record SqliteOptions
{
    public const string Section = "Data";

    /// <summary>
    /// Makes commits wait for the disk, except those that are repaired when lost. Without it, a power failure can lose
    /// the last moments; the death of a process loses nothing.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>Maximum wait for another process's lock. The longest commit is far below this.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Maximum time of the check for damage before the start; a larger file is checked further while the host runs.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan CheckTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Maximum number of writes that share one commit, and so its flush, which is most of a write's cost.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxGroup { get; init; } = 512;
}
