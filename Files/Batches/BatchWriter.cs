using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tables;
using Tables.Json;

namespace Files.Batches;

/// <summary>
/// Splits rows into batches by their number and their bytes, and writes each as a line after the number of its first
/// row. Used by one thread.
/// </summary>
internal sealed class BatchWriter(string path, FilesOptions options) : IDisposable
{
    private readonly FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 256 * 1024);
    private readonly ArrayBufferWriter<byte> batch = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> row = new(4 * 1024);
    private readonly Utf8JsonWriter json = new(Stream.Null, JsonCells.WriterOptions);
    private int rowsInBatch;

    public int Batches { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Offset of the last batch, in bytes.</summary>
    public long LastBatchAt { get; private set; }

    /// <returns>False for a row that alone exceeds the bytes of a batch.</returns>
    public bool TryAdd(List<Cell> cells)
    {
        row.ResetWrittenCount();
        json.Reset(row);
        RowBatchJson.WriteRow(json, cells);
        json.Flush();
        if (row.WrittenCount > options.MaxBatchBytes)
            return false;

        if (rowsInBatch == options.BatchRows || batch.WrittenCount + row.WrittenCount + 2 > options.MaxBatchBytes)
            EndBatch();
        if (rowsInBatch == 0)
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Rows} ["), batch);
        else
            batch.Write(","u8);
        batch.Write(row.WrittenSpan);
        rowsInBatch++;
        Rows++;
        return true;
    }

    /// <summary>Ends the last batch and flushes the file to disk.</summary>
    public void Complete()
    {
        if (rowsInBatch > 0)
            EndBatch();
        file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        json.Dispose();
        file.Dispose();
    }

    private void EndBatch()
    {
        batch.Write("]\n"u8);
        LastBatchAt = file.Position;
        file.Write(batch.WrittenSpan);
        batch.ResetWrittenCount();
        rowsInBatch = 0;
        Batches++;
    }
}
