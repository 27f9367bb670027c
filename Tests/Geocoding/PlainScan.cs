using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Tests.Geocoding;

/// <summary>
/// Finds districts the slow and simple way, for comparison with the index: tests every polygon; the lowest code wins.
/// </summary>
internal sealed class PlainScan
{
    private readonly List<(string Code, Geometry Shape)> districts = [];

    public PlainScan(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var feature in document.RootElement.GetProperty("features").EnumerateArray())
        {
            var geometry = feature.GetProperty("geometry");
            var coordinates = geometry.GetProperty("coordinates");
            var polygons = geometry.GetProperty("type").GetString() == "Polygon"
                ? [coordinates]
                : coordinates.EnumerateArray().ToArray();
            var shape = GeometryFactory.Default.CreateMultiPolygon([.. polygons.Select(ToPolygon)]);
            Assert.True(shape.IsValid);
            districts.Add((feature.GetProperty("properties").GetProperty("code").GetString()!, shape));
        }

        Vertices = [.. districts.SelectMany(district => district.Shape.Coordinates)];
    }

    public IReadOnlyList<Coordinate> Vertices { get; }

    public string? Find(double x, double y)
    {
        var point = GeometryFactory.Default.CreatePoint(new Coordinate(x, y));
        return districts.Where(district => district.Shape.EnvelopeInternal.Covers(x, y) && district.Shape.Covers(point))
            .Select(district => district.Code).Min(StringComparer.Ordinal);
    }

    private static Polygon ToPolygon(JsonElement rings)
    {
        var read = rings.EnumerateArray().Select(ToRing).ToArray();
        return GeometryFactory.Default.CreatePolygon(read[0], read[1..]);
    }

    private static LinearRing ToRing(JsonElement ring) => GeometryFactory.Default.CreateLinearRing(
        [.. ring.EnumerateArray().Select(point => new Coordinate(point[0].GetDouble(), point[1].GetDouble()))]);
}
