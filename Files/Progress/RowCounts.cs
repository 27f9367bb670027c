namespace Files.Progress;

/// <summary>Counts the rows of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Done">Rows with a result.</param>
/// <param name="Failed">Rows without one; each has a reason.</param>
public sealed record RowCounts(FileDetails File, long Done, long Failed)
{
    /// <summary>Rows still to process.</summary>
    public long Waiting => File.Rows - Done - Failed;
}
