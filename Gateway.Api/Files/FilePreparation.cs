using Extraction.Rows;
using Geocoding;
using Geocoding.Districts;
using Geocoding.Rows;
using Jobs.Submissions;
using Microsoft.Extensions.Options;
using Tables;

namespace Gateway.Api.Files;

/// <summary>Reads an upload whole, once: finds out what it is, checks every row, and cuts it into batches.</summary>
internal sealed class FilePreparation(
    ColumnFinder columns, BatchSpool spool, DistrictMap map, IOptions<FilesOptions> files, IOptions<GeocodingOptions> geocoding, TimeProvider clock)
    : IDisposable
{
    /// <summary>Rows from which the columns are told.</summary>
    private const int SampleRows = 1000;

    /// <summary>Rows that a preview shows.</summary>
    private const int ShownRows = 20;

    private readonly SemaphoreSlim turns = new(files.Value.MaxConcurrentReads);

    /// <returns>The file, kept on disk: it is taken up again after a crash.</returns>
    /// <exception cref="UploadRefusedException">The columns cannot be told.</exception>
    /// <exception cref="BadSpreadsheetException">The file cannot be read.</exception>
    public Task<PreparedFile> PrepareAsync(
        Upload upload, FileRequest request, string? idempotencyKey, CancellationToken cancellationToken) =>
        InTurnAsync(() => Prepare(upload, request, idempotencyKey, cancellationToken), cancellationToken);

    public Task<FilePreviewView> PreviewAsync(
        Upload upload, FileRequest request, CancellationToken cancellationToken) =>
        InTurnAsync(() => Preview(upload, request, cancellationToken), cancellationToken);

    public void Dispose() => turns.Dispose();

    /// <summary>Off the threads that answer requests, and no more at once than the machine should carry.</summary>
    private async Task<T> InTurnAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(read, cancellationToken);
        }
        finally
        {
            turns.Release();
        }
    }

    private PreparedFile Prepare(
        Upload upload, FileRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var id = SubmissionId.New(clock);
        try
        {
            using var batches = spool.Create(id, files.Value);
            var (details, format, found) = Read(upload, request, row =>
            {
                if (!batches.TryAdd(row.Cells))
                    throw new BadSpreadsheetException(
                        $"Row {row.Number} has more than {files.Value.MaxBatchBytes:N0} bytes: shorten its cells.");
            }, cancellationToken);
            if (batches.Rows == 0)
                throw new BadSpreadsheetException(
                    "The file has no rows below its header: send a table with at least one.");
            batches.Complete();

            var task = found.Kind == FileKind.Links
                ? new LinkTask(found.Link!.Value, Media: request.Media).ToJson()
                : new CoordinateTask(
                    found.X!.Value, found.Y!.Value, request.CorrectSwapped, request.Nearest ?? geocoding.Value.NearestTolerance).ToJson();
            var file = new PreparedFile(
                id.ToString(), clock.GetUtcNow(), idempotencyKey, idempotencyKey is null
                    ? null
                    : FileFingerprint.Of(upload, request),
                found.Kind == FileKind.Links
                    ? LinkTask.Kind.Name
                    : RowsHandler.RowsKind.Name, task, batches.LastBatchAt,
                details with { Batches = batches.Batches }, request.Webhook);
            spool.Keep(file);
            return file;
        }
        catch
        {
            spool.Delete(id.ToString());
            throw;
        }
    }

    private FilePreviewView Preview(Upload upload, FileRequest request, CancellationToken cancellationToken)
    {
        var shown = new List<IReadOnlyList<string>>();
        var (details, format, _) = Read(upload, request, row =>
        {
            if (shown.Count < ShownRows)
                shown.Add([.. row.Cells.Select(cell => cell.Text)]);
        }, cancellationToken);
        return FilePreviewView.Of(details, format, shown);
    }

    private (FileDetails Details, TableFormat Format, FoundColumns Found) Read(
        Upload upload, FileRequest request, Action<(long Number, List<Cell> Cells)> visit, CancellationToken cancellationToken)
    {
        var options = new TableOptions(request.Encoding, request.Separator, request.Sheet);
        var (reader, format) = TableFile.Open(File.OpenRead(upload.Path), options, SpreadsheetBounds.Default);
        using var table = reader;
        var sample = new List<(long Number, List<Cell> Cells)>();
        for (var row = new List<Cell>(); sample.Count < SampleRows && table.TryRead(row); row = [])
            sample.Add((table.RowNumber, row));
        if (sample.Count == 0)
            throw new BadSpreadsheetException("The file is empty: send an xlsx or csv file with a table.");

        var found = columns.Find([.. sample.Select(row => row.Cells)], request);
        if (found.Kind == FileKind.Coordinates && request.Media is not null)
        {
            throw new UploadRefusedException(
                StatusCodes.Status422UnprocessableEntity,
                "Sound, picture, captions and thumbnails are of links, and this file has coordinates: leave them out, or set kind=links.");
        }

        var (rows, width) = (0L, 0);
        foreach (var row in sample)
        {
            width = Math.Max(width, row.Cells.Count);
            if (found.HasHeader && row == sample[0])
                continue;
            visit(row);
            rows++;
        }

        for (var row = sample[^1].Cells; table.TryRead(row); rows++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            width = Math.Max(width, row.Count);
            visit((table.RowNumber, row));
        }

        return (
            Describe(upload, format, found, sample[0].Cells, width) with { Rows = rows, EmptyRows = table.EmptyRows },
            format,
            found);
    }

    private FileDetails Describe(Upload upload, TableFormat format, FoundColumns found, List<Cell> first, int width) =>
        new()
    {
        Name = upload.Name,
        Kind = found.Kind,
        Format = format.Format,
        Encoding = format.Encoding,
        Separator = format.Separator,
        Sheet = format.Sheet,
        HasHeader = found.HasHeader,
        Columns = [.. Enumerable.Range(0, width).Select(i => found.HasHeader && i < first.Count ? first[i].Text : "")],
        Link = found.Link,
        X = found.X,
        Y = found.Y,
        Swapped = found.Swapped,
        Rows = 0,
        Batches = 0,
        Attributions = found.Kind == FileKind.Coordinates ? map.Attributions : [],
    };
}
