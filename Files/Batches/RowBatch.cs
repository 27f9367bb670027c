using Tables;
namespace Files.Batches;

/// <summary>Some rows of a table that travel together: the payload of one job.</summary>
/// <param name="FirstRow">Number of the first of the rows among the table's rows, from 0.</param>
/// <param name="Task">What is to be done with each row, as JSON that only the domain of the job reads.</param>
/// <param name="Rows">Each as wide as it was in the file.</param>
public sealed record RowBatch(long FirstRow, string Task, IReadOnlyList<IReadOnlyList<Cell>> Rows);
