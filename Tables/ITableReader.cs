namespace Tables;

/// <summary>Reads a table row by row in constant memory. Used by one thread.</summary>
/// <remarks>
/// Reads synchronously because local files are usually cached and a task per row would cost more than the row itself.
/// Callers keep it off the threads that serve requests.
/// </remarks>
public interface ITableReader : IDisposable
{
    /// <summary>
    /// One-based number of the last row, as a person sees it: the line it starts on, or its row in the sheet.
    /// </summary>
    long RowNumber { get; }

    /// <summary>Number of rows skipped so far because they have no value.</summary>
    long EmptyRows { get; }

    /// <summary>
    /// Replaces the contents of the list with the next row that has a value, without its trailing empty cells.
    /// </summary>
    /// <returns>False at the end of the table.</returns>
    /// <exception cref="BadSpreadsheetException">The file is broken or exceeds a limit.</exception>
    bool TryRead(List<Cell> row);
}
