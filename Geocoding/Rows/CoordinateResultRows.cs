using Files;
using Files.Batches;
using Files.Results;
using Tables;

namespace Geocoding.Rows;

/// <summary>Lays out rows with the address in place of longitude and latitude, or after all columns.</summary>
internal sealed class CoordinateResultRows : IResultRows
{
    private readonly int columns;
    private readonly int? x;
    private readonly int? y;
    private readonly bool replace;

    public CoordinateResultRows(FileDetails file, FilesOptions options, bool replace)
    {
        columns = file.Columns.Count;
        (x, y) = (file.Position("x"), file.Position("y"));
        this.replace = replace;
        Header = Arrange(
            [.. file.Columns.Select(Cell.OfText)],
            Cell.OfText(options.AddressColumn),
            Cell.OfText("code"),
            Cell.OfText(options.ReasonColumn));
    }

    public IReadOnlyList<Cell> Header { get; }

    public ValueTask<IReadOnlyList<IReadOnlyList<Cell>>> CreateAsync(
        RowBatch batch, BatchResult? result, string missingReason, CancellationToken cancellationToken)
    {
        var rows = new IReadOnlyList<Cell>[batch.Rows.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var found = result is not null && i < result.Rows.Count ? result.Rows[i] : new RowResult([], missingReason);
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
        var cells = new List<Cell>(columns + 3);
        for (var i = 0; i < columns; i++)
        {
            if (replace && i == y)
                continue;
            cells.Add(replace && i == x ? address : i < row.Count ? row[i] : Cell.Empty);
        }

        if (!replace)
            cells.AddRange([address, code]);
        cells.Add(reason);
        return cells;
    }
}
