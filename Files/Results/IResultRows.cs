using Files.Batches;
using Tables;

namespace Files.Results;

/// <summary>Lays out the rows of a result: the columns of the file, and the values found.</summary>
public interface IResultRows
{
    IReadOnlyList<Cell> Header { get; }

    /// <summary>Creates the rows of the result for one batch.</summary>
    /// <param name="batch">The rows as sent.</param>
    /// <param name="result">Their results, or null if there are none.</param>
    /// <param name="missingReason">Reason that there are none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<IReadOnlyList<IReadOnlyList<Cell>>> CreateAsync(
        RowBatch batch, BatchResult? result, string missingReason, CancellationToken cancellationToken);
}
