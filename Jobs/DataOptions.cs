using System.ComponentModel.DataAnnotations;

namespace Jobs;

/// <summary>
/// Section <c>Data</c>: where the embedded stores keep what they have, and how hard they hold on to it.
/// </summary>
public sealed record DataOptions
{
    public const string Section = "Data";

    /// <summary>
    /// The folder of the database and the artifacts; made if it is not there. Several processes of one machine may
    /// share it.
    /// </summary>
    [Required]
    public string Path { get; init; } = "data";

    /// <summary>
    /// Whether commits wait for the disk, all but those that are made good when they are lost. Without that a power cut
    /// may lose the last moments, though the death of a process loses nothing.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>
    /// How long a write waits for the other processes that share the file. Their longest commit is far below this.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many waiting writes share one commit. The disk's flush is what a write costs, so a crowd shares it.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxGroup { get; init; } = 512;
}
