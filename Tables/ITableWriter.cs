namespace Tables;

/// <summary>Writes a table row by row to a stream that need not support seeking. Used by one request.</summary>
public interface ITableWriter : IAsyncDisposable
{
    ValueTask WriteRowAsync(IReadOnlyList<Cell> row, CancellationToken cancellationToken);

    /// <summary>Ends the file. Without this call the file is truncated, which readers detect.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}
