using System.Text.Json;
using System.Text.Json.Serialization;

namespace Geocoding.Rows;

/// <summary>What is to be done with the rows of a batch: the task of a <see cref="Jobs.Rows.RowBatch"/>.</summary>
/// <param name="X">Column of the longitude, from 0.</param>
/// <param name="Y">Column of the latitude, from 0.</param>
/// <param name="CorrectSwapped">Whether a row with latitude before longitude is looked up the right way about.</param>
/// <param name="NearestMetres">How far from a point outside all districts the nearest is still taken.</param>
public sealed record CoordinateTask(int X, int Y, bool CorrectSwapped, double NearestMetres)
{
    public string ToJson() => JsonSerializer.Serialize(this, CoordinateTaskJson.Default.CoordinateTask);

    /// <returns>Null when it is none.</returns>
    public static CoordinateTask? TryParse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CoordinateTaskJson.Default.CoordinateTask) is { X: >= 0, Y: >= 0 } task ? task : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CoordinateTask))]
internal sealed partial class CoordinateTaskJson : JsonSerializerContext;
