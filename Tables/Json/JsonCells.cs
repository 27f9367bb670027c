using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tables.Json;

/// <summary>Writes cells as JSON values.</summary>
public static class JsonCells
{
    /// <summary>Leaves Korean text as it is; the default encoder would double its length.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a number as it was read, an empty cell as null, and a date as text.</summary>
    public static void Write(Utf8JsonWriter json, Cell cell)
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
            default:
                json.WriteStringValue(cell.Text);
                break;
        }
    }
}
