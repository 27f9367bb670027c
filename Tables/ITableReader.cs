
namespace Tables;

/// <summary>Reads a table row by row; memory does not grow with the file. Used by one thread.</summary>
/// <remarks>
/// Reads synchronously: it reads local files, whose pages are in memory more often than not, and a task a row would
/// cost more than the row. Callers run it off the threads that answer requests.
/// </remarks>
public interface ITableReader : IDisposable
{
    /// <summary>
    /// Number of the row last read, as a person sees it in the file: the line it begins on, the sheet's row. From 1.
    /// </summary>
    long RowNumber { get; }

    /// <summary>Rows without any value that were passed over so far.</summary>
    long EmptyRows { get; }

    /// <summary>
    /// Replaces the list's content by the next row that has a value; empty cells at its end are left off.
    /// </summary>
    /// <returns>False at the end of the table.</returns>
    /// <exception cref="BadSpreadsheetException">The file is broken, or beyond a bound.</exception>
    bool TryRead(List<Cell> row);
}
