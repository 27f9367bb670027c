using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tables;
using Tables.Json;

namespace Files.Batches;

/// <summary>Reads and writes the payload format of a <see cref="RowBatch"/>.</summary>
/// <example>
/// <c>{"v":1,"first":100,"task":{…},"rows":[["a",127.371,null,true,{"d":"2024-04-22"}],…]}</c>: a cell is a text, a
/// number as written, null, a Boolean, or a date; <c>{"e":100}</c> stands for so many empty cells.
/// </example>
public static class RowBatchJson
{
    public const int Version = 1;

    /// <summary>Empty cells from which on a row counts them: a few distant cells would take a page of nulls.</summary>
    private const int MinRun = 64;

    private const int MaxColumns = 16_384;

    /// <summary>Writes one row as an element of the payload's array.</summary>
    public static void WriteRow(Utf8JsonWriter json, IReadOnlyList<Cell> row)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(row);
        json.WriteStartArray();
        for (var i = 0; i < row.Count; i++)
        {
            var run = EmptyFrom(row, i);
            if (run >= MinRun)
            {
                json.WriteStartObject();
                json.WriteNumber("e"u8, run);
                json.WriteEndObject();
                i += run - 1;
                continue;
            }

            for (var end = i + run; i < end; i++)
                json.WriteNullValue();
            if (i < row.Count)
                WriteCell(json, row[i]);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a payload from its parts.</summary>
    /// <param name="firstRow">Zero-based number of the first row in the table.</param>
    /// <param name="task">The task, as JSON.</param>
    /// <param name="rows">A JSON array of rows from <see cref="WriteRow"/>.</param>
    public static string Write(long firstRow, string task, string rows) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"v":{{Version}},"first":{{firstRow}},"task":{{task}},"rows":{{rows}}}""");

    public static string Write(RowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonCells.WriterOptions))
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
        catch (Exception error) when (error is JsonException or InvalidOperationException
            or KeyNotFoundException or FormatException)
        {
            return false;
        }
    }

    private static int EmptyFrom(IReadOnlyList<Cell> row, int from)
    {
        var end = from;
        while (end < row.Count && row[end].IsEmpty)
            end++;
        return end - from;
    }

    /// <exception cref="FormatException">The row has more columns than a sheet.</exception>
    private static List<Cell> ReadRow(JsonElement row)
    {
        var cells = new List<Cell>(Math.Min(row.GetArrayLength(), MaxColumns));
        foreach (var cell in row.EnumerateArray())
        {
            var isRun = cell.ValueKind == JsonValueKind.Object && cell.TryGetProperty("e"u8, out _);
            var run = isRun ? cell.GetProperty("e"u8).GetInt32() : 1;
            if (run < 1 || cells.Count + run > MaxColumns)
                throw new FormatException("The row has more columns than a sheet.");
            if (!isRun)
                cells.Add(Read(cell));
            else
                cells.AddRange(Enumerable.Repeat(Cell.Empty, run));
        }

        return cells;
    }

    /// <summary>Writes a date as an object, which distinguishes it from text.</summary>
    private static void WriteCell(Utf8JsonWriter json, Cell cell)
    {
        if (cell.Kind != CellKind.Date)
        {
            JsonCells.Write(json, cell);
            return;
        }

        json.WriteStartObject();
        json.WriteString("d"u8, cell.Text);
        json.WriteEndObject();
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
