namespace Tables.Json;

/// <summary>
/// Writes a table as <c>{"attributions":[…],"columns":[…],"rows":[[…],…]}</c>; the first row written is the header.
/// </summary>
public sealed class JsonTableWriter : ITableWriter
{
    private readonly JsonOutput output;
    private bool headerWritten;

    /// <param name="output">Left open.</param>
    /// <param name="attributions">Notices that the data's license requires.</param>
    public JsonTableWriter(Stream output, IReadOnlyList<string> attributions)
    {
        ArgumentNullException.ThrowIfNull(attributions);
        this.output = new JsonOutput(output);
        var json = this.output.Json;
        json.WriteStartObject();
        json.WriteStartArray("attributions"u8);
        foreach (var attribution in attributions)
            json.WriteStringValue(attribution);
        json.WriteEndArray();
    }

    public ValueTask WriteRowAsync(IReadOnlyList<Cell> row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (headerWritten)
            WriteRow(row);
        else
            WriteHeader(row);
        return output.EndRowAsync(cancellationToken);
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        output.Json.WriteEndArray();
        output.Json.WriteEndObject();
        return output.CompleteAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => output.DisposeAsync();

    private void WriteHeader(IReadOnlyList<Cell> header)
    {
        var json = output.Json;
        json.WriteStartArray("columns"u8);
        foreach (var cell in header)
            json.WriteStringValue(cell.Text);
        json.WriteEndArray();
        json.WriteStartArray("rows"u8);
        headerWritten = true;
    }

    private void WriteRow(IReadOnlyList<Cell> row)
    {
        output.Json.WriteStartArray();
        for (var i = 0; i < row.Count; i++)
            JsonCells.Write(output.Json, row[i]);
        output.Json.WriteEndArray();
    }
}
