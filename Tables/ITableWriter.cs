
namespace Tables;

/// <summary>Writes a table row by row to a stream that need not seek. Used by one request.</summary>
public interface ITableWriter : IAsyncDisposable
{
    ValueTask WriteRowAsync(IReadOnlyList<Cell> row, CancellationToken cancellationToken);

    /// <summary>Ends the file. Without it the file is left cut off, and so seen to be.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
