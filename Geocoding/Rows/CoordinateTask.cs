using System.Text.Json;
using System.Text.Json.Serialization;
using Files.Columns;
using Files.Rows;

namespace Geocoding.Rows;

/// <summary>
/// Represents the task for each row of coordinates: the task of a <see cref="Files.Batches.RowBatch"/>.
/// </summary>
/// <param name="X">Zero-based column of the longitude.</param>
/// <param name="Y">Zero-based column of the latitude.</param>
/// <param name="CorrectSwapped">True to also look up a row with latitude before longitude.</param>
/// <param name="NearestMeters">
/// Maximum distance of the nearest district that a point outside all districts gets.
/// </param>
public sealed record CoordinateTask(
    int X, int Y, bool CorrectSwapped, [property: JsonPropertyName("nearestMetres")] double NearestMeters) : IRowTask
{
    public IRowTask At(RowColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return this with { X = columns["x"], Y = columns["y"] };
    }

    public string ToJson() => JsonSerializer.Serialize(this, CoordinateTaskJson.Default.CoordinateTask);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CoordinateTask))]
internal sealed partial class CoordinateTaskJson : JsonSerializerContext;
