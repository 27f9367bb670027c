using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Tables.Xlsx;

/// <summary>
/// Writes a workbook forward only, so that the first row is sent before the last is known. Texts are inline because a
/// table of shared ones would stay in memory until the end.
/// </summary>
public sealed class XlsxTableWriter : ITableWriter
{
    public const int MaxRows = 1_048_576;
    private const int SendBytes = 48 * 1024;

    private readonly Stream output;
    private readonly PendingBytes packed = new();
    private readonly ZipArchive archive;
    private readonly Stream sheet;
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);
    private readonly XlsxCells cells;
    private int rows;
    private bool headerWritten;
    private bool completed;

    /// <param name="output">Left open; need not support seeking, and is only written asynchronously.</param>
    /// <param name="layout">The parts of the workbook other than its rows.</param>
    public XlsxTableWriter(Stream output, XlsxLayout layout)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(layout);
        this.output = output;
        archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true);
        XlsxParts.Write(archive, layout);
        sheet = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        cells = new XlsxCells(buffer);
        Encoding.UTF8.GetBytes(XlsxParts.SheetStart(layout.Title is null ? 1 : 2), buffer);
        if (layout.Title is { } title)
            cells.WriteRow(++rows, [Cell.OfText(title)], header: true);
    }

    /// <summary>Writes a row; the first one is the header.</summary>
    /// <exception cref="InvalidOperationException">The sheet is full.</exception>
    public ValueTask WriteRowAsync(IReadOnlyList<Cell> row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (rows == MaxRows)
            throw new InvalidOperationException("A sheet holds no more rows.");

        cells.WriteRow(++rows, row, header: !headerWritten);
        headerWritten = true;
        return buffer.WrittenCount < SendBytes ? ValueTask.CompletedTask : SendAsync(cancellationToken);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Encoding.UTF8.GetBytes(XlsxParts.SheetEnd, buffer);
        await SendAsync(cancellationToken);
        await sheet.DisposeAsync();
        archive.Dispose();
        completed = true;
        await packed.SendAsync(output, cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>Leaves an incomplete workbook without its directory, so that it cannot look complete.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!completed)
        {
            // Releases the compressor; its last bytes stay pending and are dropped.
            await sheet.DisposeAsync();
            archive.Dispose();
        }

        await packed.DisposeAsync();
    }

    private ValueTask SendAsync(CancellationToken cancellationToken)
    {
        sheet.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
        return packed.SendAsync(output, cancellationToken);
    }
}
