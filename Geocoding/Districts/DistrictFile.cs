using System.Globalization;
using System.Text.Json;

namespace Geocoding.Districts;

/// <summary>Reads districts from GeoJSON (RFC 7946): a feature collection of polygons and multipolygons.</summary>
internal static class DistrictFile
{
    /// <exception cref="InvalidDataException">The file is invalid; the message says why, and what to do.</exception>
    public static IReadOnlyList<DistrictShape> Read(BoundaryOptions boundary, string path, string separator)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var shapes = document.RootElement.GetProperty("features"u8).EnumerateArray()
                .Select((feature, number) => ReadFeature(feature, number, boundary, separator))
                .OrderBy(shape => shape.District.Code, StringComparer.Ordinal)
                .ToList();
            return shapes.Count > 0 ? shapes : throw new InvalidDataException("it has no features");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException
            or InvalidDataException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"The boundaries in {path} cannot be read ({error.Message}): set Geocoding:Boundaries to GeoJSON files "
                + "of polygons with the named fields.", error);
        }
    }

    private static DistrictShape ReadFeature(
        JsonElement feature, int number, BoundaryOptions boundary, string separator)
    {
        var properties = feature.GetProperty("properties"u8);
        var names = boundary.NameFieldsOrDefault.Select(field => Text(properties, field, number))
            .Where(name => name.Length > 0);
        var district = new District(
            Text(properties, boundary.CodeField, number), boundary.Level, string.Join(separator, names));
        var geometry = feature.GetProperty("geometry"u8);
        var coordinates = geometry.GetProperty("coordinates"u8);
        var polygons = geometry.GetProperty("type"u8).GetString() switch
        {
            "Polygon" => [coordinates],
            "MultiPolygon" => coordinates.EnumerateArray().ToArray(),
            var other => throw new InvalidDataException($"feature {number + 1} is a {other}, not a polygon"),
        };
        return new DistrictShape(
            district, [.. polygons.SelectMany(polygon => polygon.EnumerateArray()).Select(ReadRing)]);
    }

    private static double[] ReadRing(JsonElement ring)
    {
        var count = ring.GetArrayLength();
        var points = new List<double>(2 * count + 2);
        foreach (var point in ring.EnumerateArray())
        {
            points.Add(point[0].GetDouble());
            points.Add(point[1].GetDouble());
        }

        if (count > 0 && (points[0] != points[^2] || points[1] != points[^1]))
            points.AddRange([points[0], points[1]]);
        return points.Count >= 8 ? [.. points] : throw new InvalidDataException("a ring has fewer than four points");
    }

    private static string Text(JsonElement properties, string field, int number)
    {
        if (!properties.TryGetProperty(field, out var value))
            throw new InvalidDataException($"feature {number + 1} has no field \"{field}\"");
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
            JsonValueKind.Null => "",
            _ => throw new InvalidDataException($"the field \"{field}\" of feature {number + 1} is not text"),
        };
    }
}
