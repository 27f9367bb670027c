using Geocoding;
using Geocoding.Districts;

namespace Tests.Geocoding;

/// <summary>Provides maps for tests.</summary>
internal static class Maps
{
    public static string SubsetPath { get; } = Path.Combine(
        AppContext.BaseDirectory, "Geocoding", "emd-2018-subset.geojson");

    public static BoundaryOptions SubsetBoundary { get; } = new()
    {
        Path = SubsetPath,
        Level = "emd",
        NameFields = ["sido", "sigungu", "name"],
        Attribution = "Contains administrative boundaries of Statistics Korea (2018).",
    };

    private static readonly Lazy<DistrictMap> Loaded =
        new(() => DistrictMap.Load(new GeocodingOptions { Boundaries = [SubsetBoundary] }, AppContext.BaseDirectory));

    /// <summary>82 districts of Sejong, Pyeongtaek, and Jeju.</summary>
    public static DistrictMap Subset => Loaded.Value;

    /// <summary>Creates a map of squares, each with code, left, bottom, and size; one list for each level.</summary>
    public static DistrictMap OfSquares(params (string Code, double Left, double Bottom, double Size)[][] levels) =>
        new(
        levels.Select((squares, level) => (IReadOnlyList<DistrictShape>)[.. squares
            .OrderBy(square => square.Code, StringComparer.Ordinal)
            .Select(square => new DistrictShape(
                new District(square.Code, $"level {level}", $"at {square.Code}"), [Ring(
                    square.Left, square.Bottom, square.Size)]))]),
        []);

    private static double[] Ring(double left, double bottom, double size) =>
        [left, bottom, left + size, bottom, left + size, bottom + size, left, bottom + size, left, bottom];
}
