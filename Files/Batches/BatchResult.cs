using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Tables.Json;

namespace Files.Batches;

/// <summary>Represents the results of a batch's rows, in their order: the result of its job.</summary>
public sealed record BatchResult(IReadOnlyList<RowResult> Rows)
{
    public const int Version = 1;

    /// <example><c>{"v":1,"failed":1,"rows":[{"values":["…","…"]},{"reason":"x is missing."}]}</c></example>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(64 * (Rows.Count + 1));
        using (var json = new Utf8JsonWriter(buffer, JsonCells.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, Version);
            json.WriteNumber("failed"u8, Rows.Count(row => row.Failed));
            json.WriteStartArray("rows"u8);
            foreach (var row in Rows)
                Write(json, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BatchResult? result)
    {
        result = null;
        if (text is null)
            return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.GetProperty("v"u8).GetInt32() != Version)
                return false;
            result = new BatchResult([.. document.RootElement.GetProperty("rows"u8).EnumerateArray().Select(Read)]);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException
            or KeyNotFoundException or FormatException)
        {
            return false;
        }
    }

    private static void Write(Utf8JsonWriter json, RowResult row)
    {
        json.WriteStartObject();
        if (row.Values.Count > 0)
        {
            json.WriteStartArray("values"u8);
            foreach (var value in row.Values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }

        if (row.Reason is { } reason)
            json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    }

    private static RowResult Read(JsonElement row) => new(
        row.TryGetProperty("values"u8, out var values)
            ? [.. values.EnumerateArray().Select(value => value.GetString() ?? "")]
            : [],
        row.TryGetProperty("reason"u8, out var reason) ? reason.GetString() : null);
}

/// <summary>Represents the result of one row.</summary>
/// <param name="Values">The values found, in the domain's order; none if the row failed.</param>
/// <param name="Reason">Reason for a failure, or a remark on a success.</param>
public sealed record RowResult(IReadOnlyList<string> Values, string? Reason)
{
    public bool Failed => Values.Count == 0;
}
