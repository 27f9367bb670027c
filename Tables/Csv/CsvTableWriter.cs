using System.Buffers;
using System.Text;

namespace Tables.Csv;

/// <summary>
/// Writes RFC 4180 in UTF-8 with a byte order mark, because without it Excel assumes the system's legacy encoding.
/// </summary>
public sealed class CsvTableWriter : ITableWriter
{
    private const int FlushBytes = 48 * 1024;
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n;\t|");

    private readonly Stream output;
    private readonly bool neutralize;
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);

    /// <param name="output">Left open.</param>
    /// <param name="neutralizeFormulas">
    /// Puts an apostrophe before text that a spreadsheet program would run, also one that expects another separator.
    /// </param>
    public CsvTableWriter(Stream output, bool neutralizeFormulas = true)
    {
        ArgumentNullException.ThrowIfNull(output);
        this.output = output;
        neutralize = neutralizeFormulas;
        buffer.Write<byte>([0xEF, 0xBB, 0xBF]);
    }

    public ValueTask WriteRowAsync(IReadOnlyList<Cell> row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
                buffer.Write(","u8);
            Write(row[i]);
        }

        buffer.Write("\r\n"u8);
        return buffer.WrittenCount < FlushBytes ? ValueTask.CompletedTask : FlushAsync(cancellationToken);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }

    private void Write(Cell cell)
    {
        var text = neutralize && cell.Kind == CellKind.Text ? FormulaGuard.Neutralize(cell.Text) : cell.Text;
        if (!text.AsSpan().ContainsAny(NeedsQuotes))
        {
            Encoding.UTF8.GetBytes(text, buffer);
            return;
        }

        buffer.Write("\""u8);
        Encoding.UTF8.GetBytes(text.Replace("\"", "\"\"", StringComparison.Ordinal), buffer);
        buffer.Write("\""u8);
    }
}
