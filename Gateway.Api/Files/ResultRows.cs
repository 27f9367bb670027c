using Files.Batches;
using Tables;

namespace Gateway.Api.Files;

/// <summary>Makes the rows of a result: the file's own columns, and what was found.</summary>
internal interface IResultRows
{
    IReadOnlyList<Cell> Header { get; }

    /// <param name="batch">The rows as they were sent.</param>
    /// <param name="result">What came of them, or null when nothing did.</param>
    /// <param name="whyNot">Why nothing did.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<IReadOnlyList<Cell>>> MakeAsync(
        RowBatch batch, BatchResult? result, string? whyNot, CancellationToken cancellationToken);
}

/// <summary>Rows with the address in place of longitude and latitude, or after all columns.</summary>
internal sealed class CoordinateResultRows : IResultRows
{
    private readonly FileDetails file;
    private readonly bool replace;

    public CoordinateResultRows(FileDetails file, FilesOptions options, bool replace)
    {
        this.file = file;
        this.replace = replace;
        Header = Arrange(
            [.. file.Columns.Select(Cell.OfText)], Cell.OfText(options.AddressColumn), Cell.OfText("code"), Cell.OfText(
                options.ReasonColumn));
    }

    public IReadOnlyList<Cell> Header { get; }

    public ValueTask<IReadOnlyList<IReadOnlyList<Cell>>> MakeAsync(
        RowBatch batch, BatchResult? result, string? whyNot, CancellationToken cancellationToken)
    {
        var rows = new IReadOnlyList<Cell>[batch.Rows.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var found = result is not null && i < result.Rows.Count ? result.Rows[i] : new RowResult([], whyNot);
            rows[i] = Arrange(
                batch.Rows[i],
                found.Failed ? Cell.Empty : Cell.OfText(found.Values[0]),
                found.Failed ? Cell.Empty : Cell.OfText(found.Values[1]),
                Cell.OfText(found.Reason ?? ""));
        }

        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Cell>>>(rows);
    }

    private List<Cell> Arrange(IReadOnlyList<Cell> row, Cell address, Cell code, Cell reason)
    {
        var cells = new List<Cell>(file.Columns.Count + 3);
        for (var i = 0; i < file.Columns.Count; i++)
        {
            if (replace && i == file.Y)
                continue;
            cells.Add(replace && i == file.X ? address : i < row.Count ? row[i] : Cell.Empty);
        }

        if (!replace)
            cells.AddRange([address, code]);
        cells.Add(reason);
        return cells;
    }
}
