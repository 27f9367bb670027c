using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tables;

namespace Files.Batches;

/// <summary>The payload format of a <see cref="RowBatch"/>.</summary>
/// <example>
/// <c>{"v":1,"first":100,"task":{…},"rows":[["a",127.371,null,true,{"d":"2024-04-22"}],…]}</c>: a cell is a text, a number
/// as it was written, nothing, a truth value, or a date.
/// </example>
public static class RowBatchJson
{
    public const int Version = 1;

    /// <summary>Rows and results are often Korean text, which the default encoder would make twice as long.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one row, as an element of the array that a payload has.</summary>
    public static void WriteRow(Utf8JsonWriter json, IReadOnlyList<Cell> row)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(row);
        json.WriteStartArray();
        for (var i = 0; i < row.Count; i++)
            WriteCell(json, row[i]);
        json.WriteEndArray();
    }

    /// <param name="firstRow">Number of the first of the rows among the table's rows, from 0.</param>
    /// <param name="task">JSON.</param>
    /// <param name="rows">A JSON array of rows, made with <see cref="WriteRow"/>.</param>
    public static string Write(long firstRow, string task, string rows) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"v":{{Version}},"first":{{firstRow}},"task":{{task}},"rows":{{rows}}}""");

    public static string Write(RowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartArray();
            foreach (var row in batch.Rows)
                WriteRow(json, row);
            json.WriteEndArray();
        }

        return Write(batch.FirstRow, batch.Task, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    public static bool TryRead(string payload, [NotNullWhen(true)] out RowBatch? batch)
    {
        batch = null;
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            if (root.GetProperty("v"u8).GetInt32() != Version)
                return false;

            var rows = root.GetProperty("rows"u8);
            var read = new List<IReadOnlyList<Cell>>(rows.GetArrayLength());
            foreach (var row in rows.EnumerateArray())
                read.Add(ReadRow(row));
            batch = new RowBatch(root.GetProperty("first"u8).GetInt64(), root.GetProperty("task"u8).GetRawText(), read);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return false;
        }
    }

    private static Cell[] ReadRow(JsonElement row)
    {
        var cells = new Cell[row.GetArrayLength()];
        var i = 0;
        foreach (var cell in row.EnumerateArray())
            cells[i++] = Read(cell);
        return cells;
    }

    /// <summary>A cell as its own JSON value; a date is told from a text by its object.</summary>
    public static void WriteCell(Utf8JsonWriter json, Cell cell)
    {
        ArgumentNullException.ThrowIfNull(json);
        switch (cell.Kind)
        {
            case CellKind.Empty:
                json.WriteNullValue();
                break;
            case CellKind.Number:
                json.WriteRawValue(cell.Text, skipInputValidation: true);
                break;
            case CellKind.Boolean:
                json.WriteBooleanValue(cell.Text == "TRUE");
                break;
            case CellKind.Date:
                json.WriteStartObject();
                json.WriteString("d"u8, cell.Text);
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(cell.Text);
                break;
        }
    }

    private static Cell Read(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => Cell.Empty,
        JsonValueKind.Number => Cell.Restore(CellKind.Number, cell.GetRawText()),
        JsonValueKind.True => Cell.OfBoolean(true),
        JsonValueKind.False => Cell.OfBoolean(false),
        JsonValueKind.Object => Cell.Restore(CellKind.Date, cell.GetProperty("d"u8).GetString()!),
        _ => Cell.OfText(cell.GetString()!),
    };
}
