using Tables;

namespace Files.Batches;

/// <summary>Represents consecutive rows of a table that travel together: the payload of one job.</summary>
/// <param name="FirstRow">Zero-based number of the first row in the table.</param>
/// <param name="Task">The task for each row, as JSON that only the job's domain reads.</param>
/// <param name="Rows">The rows, each as wide as in the file.</param>
public sealed record RowBatch(long FirstRow, string Task, IReadOnlyList<IReadOnlyList<Cell>> Rows);
