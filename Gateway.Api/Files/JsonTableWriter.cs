using System.Buffers;
using System.Text.Json;
using Files.Batches;
using Tables;

namespace Gateway.Api.Files;

/// <summary>
/// Writes a table as <c>{"attributions":[…],"columns":[…],"rows":[[…],…]}</c>; the first row written is the header.
/// </summary>
internal sealed class JsonTableWriter : ITableWriter
{
    private const int FlushBytes = 48 * 1024;

    private readonly Stream output;
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);
    private readonly Utf8JsonWriter json;
    private bool headerWritten;

    public JsonTableWriter(Stream output, IReadOnlyList<string> attributions)
    {
        this.output = output;
        json = new Utf8JsonWriter(buffer, RowBatchJson.WriterOptions);
        json.WriteStartObject();
        json.WriteStartArray("attributions"u8);
        foreach (var attribution in attributions)
            json.WriteStringValue(attribution);
        json.WriteEndArray();
    }

    public ValueTask WriteRowAsync(IReadOnlyList<Cell> row, CancellationToken cancellationToken)
    {
        if (headerWritten)
        {
            json.WriteStartArray();
            foreach (var cell in row)
                Write(cell);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartArray("columns"u8);
            foreach (var cell in row)
                json.WriteStringValue(cell.Text);
            json.WriteEndArray();
            json.WriteStartArray("rows"u8);
            headerWritten = true;
        }

        return json.BytesPending + buffer.WrittenCount < FlushBytes
            ? ValueTask.CompletedTask
            : FlushAsync(cancellationToken);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        json.WriteEndArray();
        json.WriteEndObject();
        await FlushAsync(cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => json.DisposeAsync();

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await json.FlushAsync(cancellationToken);
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }

    /// <summary>A date is a text to whoever reads the result.</summary>
    private void Write(Cell cell)
    {
        if (cell.Kind == CellKind.Date)
            json.WriteStringValue(cell.Text);
        else
            RowBatchJson.WriteCell(json, cell);
    }
}
