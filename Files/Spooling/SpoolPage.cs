namespace Files.Spooling;

/// <summary>Represents consecutive batches of a spooled file.</summary>
/// <param name="First">Number of the first batch.</param>
/// <param name="Batches">The batches, each as <see cref="BatchLine"/> reads it.</param>
/// <param name="Next">Position of the next page; only the spool reads it.</param>
public sealed record SpoolPage(int First, IReadOnlyList<string> Batches, long Next)
{
    /// <summary>Maximum number of batches in a page: they are stored in one step.</summary>
    public const int MaxBatches = 200;

    /// <summary>Maximum bytes of a page, unless one batch alone is larger; far below the limit of a document.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;
}
