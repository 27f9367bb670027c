using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Files.Batches;
using Tables;

namespace Gateway.Api.Submissions;

/// <summary>
/// Writes a table as a list of objects; the first row written names their members. Empty cells are left out.
/// </summary>
internal sealed class JsonRowsWriter : ITableWriter
{
    private const int FlushBytes = 48 * 1024;

    private readonly Stream output;
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);
    private readonly Utf8JsonWriter json;
    private JsonEncodedText[]? names;

    public JsonRowsWriter(Stream output)
    {
        this.output = output;

        // The answer is a file, never part of a page: titles stay readable in their own script.
        json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
    }

    public ValueTask WriteRowAsync(IReadOnlyList<Cell> row, CancellationToken cancellationToken)
    {
        if (names is null)
        {
            names = [.. row.Select(cell => JsonEncodedText.Encode(cell.Text))];
            return ValueTask.CompletedTask;
        }

        json.WriteStartObject();
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i].Kind == CellKind.Number)
            {
                json.WritePropertyName(names[i]);
                json.WriteRawValue(row[i].Text, skipInputValidation: true);
            }
            else if (!row[i].IsEmpty)
            {
                json.WriteString(names[i], row[i].Text);
            }
        }

        json.WriteEndObject();
        return json.BytesPending + buffer.WrittenCount < FlushBytes
            ? ValueTask.CompletedTask
            : SendAsync(cancellationToken);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        json.WriteEndArray();
        await SendAsync(cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => json.DisposeAsync();

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await json.FlushAsync(cancellationToken);
        await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
        buffer.ResetWrittenCount();
    }
}
