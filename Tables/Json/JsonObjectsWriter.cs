using System.Text.Json;

namespace Tables.Json;

/// <summary>
/// Writes a table as an array of objects; the first row written names their members. Omits empty cells.
/// </summary>
public sealed class JsonObjectsWriter : ITableWriter
{
    private readonly JsonOutput output;
    private JsonEncodedText[]? names;

    /// <param name="output">Left open.</param>
    public JsonObjectsWriter(Stream output)
    {
        this.output = new JsonOutput(output);
        this.output.Json.WriteStartArray();
    }

    public ValueTask WriteRowAsync(IReadOnlyList<Cell> row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (names is null)
        {
            names = [.. row.Select(cell => JsonEncodedText.Encode(cell.Text))];
            return ValueTask.CompletedTask;
        }

        var json = output.Json;
        json.WriteStartObject();
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i].IsEmpty)
                continue;
            json.WritePropertyName(names[i]);
            JsonCells.Write(json, row[i]);
        }

        json.WriteEndObject();
        return output.EndRowAsync(cancellationToken);
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        output.Json.WriteEndArray();
        return output.CompleteAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => output.DisposeAsync();
}
