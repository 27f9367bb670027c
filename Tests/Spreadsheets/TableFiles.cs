using Tables;
using Tables.Csv;
using Tables.Xlsx;

namespace Tests.Spreadsheets;

/// <summary>Reads and writes complete tables in memory.</summary>
internal static class TableFiles
{
    public static List<Cell[]> Read(byte[] file, TableOptions? options = null, SpreadsheetBounds? bounds = null)
    {
        var (reader, _) = TableFile.Open(
            new MemoryStream(file), options ?? new TableOptions(), bounds ?? SpreadsheetBounds.Default);
        using (reader)
            return ReadAll(reader);
    }

    public static List<string[]> ReadTexts(byte[] file, TableOptions? options = null) =>
        [.. Read(file, options).Select(row => row.Select(cell => cell.Text).ToArray())];

    public static TableFormat FormatOf(byte[] file)
    {
        var (reader, format) = TableFile.Open(new MemoryStream(file), new TableOptions(), SpreadsheetBounds.Default);
        reader.Dispose();
        return format;
    }

    public static string ErrorOf(byte[] file, SpreadsheetBounds? bounds = null) =>
        Assert.Throws<BadSpreadsheetException>(() => Read(file, bounds: bounds)).Message;

    public static List<Cell[]> ReadAll(ITableReader reader)
    {
        var rows = new List<Cell[]>();
        var row = new List<Cell>();
        while (reader.TryRead(row))
            rows.Add([.. row]);
        return rows;
    }

    public static async Task<byte[]> WriteXlsxAsync(IEnumerable<IReadOnlyList<Cell>> rows, XlsxLayout? layout = null)
    {
        using var file = new MemoryStream();
        await using (var writer = new XlsxTableWriter(new NetworkLikeStream(file), layout ?? new XlsxLayout()))
            await WriteAsync(writer, rows);
        return file.ToArray();
    }

    public static async Task<byte[]> WriteCsvAsync(IEnumerable<IReadOnlyList<Cell>> rows, bool neutralize = true)
    {
        using var file = new MemoryStream();
        await using (var writer = new CsvTableWriter(new NetworkLikeStream(file), neutralize))
            await WriteAsync(writer, rows);
        return file.ToArray();
    }

    private static async Task WriteAsync(ITableWriter writer, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        foreach (var row in rows)
            await writer.WriteRowAsync(row, default);
        await writer.CompleteAsync(default);
    }

    /// <summary>Supports neither seeking nor synchronous writes, like the body of a response.</summary>
    private sealed class NetworkLikeStream(MemoryStream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("Synchronous writes are not allowed.");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            inner.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
