using System.ComponentModel.DataAnnotations;

namespace Jobs;

/// <summary>Section <c>Data</c>: the folder of everything that this host keeps on disk.</summary>
public sealed record DataOptions
{
    public const string Section = "Data";

    /// <summary>
    /// Folder of the database and the artifacts; created if missing. Processes on one machine can share it.
    /// </summary>
    [Required]
    public string Path { get; init; } = "data";
}
