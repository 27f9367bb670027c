using Files.Columns;
using Files.Uploads;
using Tables;

namespace Files.Preparation;

/// <summary>Reads an upload in one pass: detects its columns and visits every row below the header.</summary>
internal sealed class FileScan(ColumnFinder finder)
{
    /// <summary>Rows from which the columns are recognized.</summary>
    private const int SampleRows = 1000;

    /// <summary>Cells after which the sample ends, because it is held in memory.</summary>
    private const int SampleCells = 200_000;

    /// <summary>Characters after which the sample ends.</summary>
    private const int SampleCharacters = 4_000_000;

    /// <param name="upload">The file.</param>
    /// <param name="request">The sender's description.</param>
    /// <param name="visit">Receives the number and the cells of each row, which it must not keep.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="UploadRefusedException">The columns are not found.</exception>
    /// <exception cref="BadSpreadsheetException">The file cannot be read.</exception>
    public async Task<ScannedFile> ReadAsync(
        Upload upload, FileRequest request, Func<long, List<Cell>, ValueTask> visit,
        CancellationToken cancellationToken)
    {
        var options = new TableOptions(request.Encoding, request.Separator, request.Sheet);
        var (reader, format) = TableFile.Open(
            File.OpenRead(upload.Path),
            options,
            SpreadsheetBounds.Default with { OnSpilled = upload.Share is { } share ? share.Take : null },
            cancellationToken);
        using var table = reader;
        var sample = ReadSample(table);
        var found = finder.Find([.. sample.Select(row => row.Cells)], request);
        RefuseOtherTasks(found, request);

        var (rows, width) = (0L, 0);
        foreach (var row in sample)
        {
            width = Math.Max(width, row.Cells.Count);
            if (found.HasHeader && row == sample[0])
                continue;
            await visit(row.Number, row.Cells);
            rows++;
        }

        var header = found.HasHeader ? sample[0].Cells : [];
        for (var row = new List<Cell>(); table.TryRead(row); rows++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            width = Math.Max(width, row.Count);
            await visit(table.RowNumber, row);
        }

        var columns = Enumerable.Range(0, width).Select(i => i < header.Count ? header[i].Text : "");
        var details = Describe(upload, format, found, [.. columns]) with { Rows = rows, EmptyRows = table.EmptyRows };
        return new ScannedFile(details, format, found);
    }

    internal static List<(long Number, List<Cell> Cells)> ReadSample(ITableReader table)
    {
        var sample = new List<(long Number, List<Cell> Cells)>();
        var (cells, characters) = (0, 0);
        for (var row = new List<Cell>();
            sample.Count < SampleRows && cells < SampleCells && characters < SampleCharacters && table.TryRead(row);
            row = [])
        {
            row.TrimExcess();
            sample.Add((table.RowNumber, row));
            cells += row.Count;
            characters += row.Sum(cell => cell.Text.Length);
        }

        return sample.Count > 0
            ? sample
            : throw new BadSpreadsheetException("The file is empty: send an xlsx or csv file with a table.");
    }

    private static void RefuseOtherTasks(FoundColumns found, FileRequest request)
    {
        foreach (var (kind, task) in request.Tasks)
        {
            if (kind != found.Kind && task.RefusalForOtherKinds is { } refusal)
                throw new UploadRefusedException(UploadRefusal.Unusable, refusal);
        }
    }

    private static FileDetails Describe(
        Upload upload, TableFormat format, FoundColumns found, IReadOnlyList<string> columns) => new()
    {
        Name = upload.Name,
        Kind = found.Kind.Name,
        Format = format.Format,
        Encoding = format.Encoding,
        Separator = format.Separator,
        Sheet = format.Sheet,
        HasHeader = found.HasHeader,
        Columns = columns,
        Positions = FileDetails.PositionsOf(found.Columns),
        Swapped = found.Columns.Swapped,
        Rows = 0,
        Batches = 0,
        Attributions = found.Kind.Attributions,
    };
}

/// <summary>Represents an upload that was read to its end.</summary>
internal sealed record ScannedFile(FileDetails Details, TableFormat Format, FoundColumns Found);
