using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Files.Batches;
using Files.Spooling;
using Tables;
using Tables.Json;

namespace Files.Preparation;

/// <summary>
/// Splits rows into batches by their number and their bytes, and batches into pages. A batch is a line: the number of
/// its first row, and its rows. Used by one thread.
/// </summary>
internal sealed class BatchWriter(FilesOptions options) : IDisposable
{
    /// <summary>Cells of a batch, empty ones included: they take memory where the batch is read.</summary>
    private const int MaxBatchCells = 100_000;

    private readonly ArrayBufferWriter<byte> batch = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> row = new(4 * 1024);
    private readonly Utf8JsonWriter json = new(Stream.Null, JsonCells.WriterOptions);
    private ArrayBufferWriter<byte> page = new(64 * 1024);
    private ArrayBufferWriter<byte> full = new(64 * 1024);
    private int rowsInBatch;
    private int cellsInBatch;
    private int batchesInPage;
    private int batchesInFull;

    public int Batches { get; private set; }

    public long Rows { get; private set; }

    /// <returns>False for a row that alone exceeds the bytes of a batch.</returns>
    public bool TryAdd(List<Cell> cells)
    {
        row.ResetWrittenCount();
        json.Reset(row);
        RowBatchJson.WriteRow(json, cells);
        json.Flush();
        if (row.WrittenCount > options.MaxBatchBytes)
            return false;

        if (rowsInBatch == options.BatchRows || (rowsInBatch > 0 && cellsInBatch + cells.Count > MaxBatchCells)
            || batch.WrittenCount + row.WrittenCount + 2 > options.MaxBatchBytes)
            EndBatch();
        if (rowsInBatch == 0)
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Rows} ["), batch);
        else
            batch.Write(","u8);
        batch.Write(row.WrittenSpan);
        rowsInBatch++;
        cellsInBatch += cells.Count;
        Rows++;
        return true;
    }

    /// <summary>Takes the page that the last row filled. Its lines are valid until the next row is added.</summary>
    public bool TryTakeFull(out int batches, out ReadOnlyMemory<byte> lines)
    {
        (batches, lines) = (batchesInFull, full.WrittenMemory);
        batchesInFull = 0;
        return batches > 0;
    }

    /// <summary>Ends the last batch. A full page and then the last one are left to take.</summary>
    public void Complete()
    {
        if (rowsInBatch > 0)
            EndBatch();
    }

    /// <summary>Takes the last page, after <see cref="Complete"/> and any full page.</summary>
    public (int Batches, ReadOnlyMemory<byte> Lines) TakeLast() => (batchesInPage, page.WrittenMemory);

    public void Dispose() => json.Dispose();

    private void EndBatch()
    {
        batch.Write("]\n"u8);
        if (batchesInPage == SpoolPage.MaxBatches
            || (batchesInPage > 0 && page.WrittenCount + batch.WrittenCount > SpoolPage.MaxBytes))
        {
            (page, full) = (full, page);
            batchesInFull = batchesInPage;
            batchesInPage = 0;
            page.ResetWrittenCount();
        }

        page.Write(batch.WrittenSpan);
        batch.ResetWrittenCount();
        rowsInBatch = 0;
        cellsInBatch = 0;
        batchesInPage++;
        Batches++;
    }
}
