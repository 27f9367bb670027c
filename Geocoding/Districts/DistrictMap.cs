namespace Geocoding.Districts;

/// <summary>Holds all configured districts, from the finest level to the coarsest. Immutable.</summary>
public sealed class DistrictMap
{
    private readonly DistrictLevel[] levels;

    internal DistrictMap(IEnumerable<IReadOnlyList<DistrictShape>> shapesByLevel, IReadOnlyList<string> attributions)
    {
        levels = [.. shapesByLevel.Select(shapes => new DistrictLevel(shapes))];
        Attributions = attributions;
        if (levels.Length > 0)
            Extent = levels.Select(level => level.Extent).Aggregate((all, box) => all.Union(box));
    }

    /// <summary>Notices that the licenses require wherever addresses are shown or passed on.</summary>
    public IReadOnlyList<string> Attributions { get; }

    public int Count => levels.Sum(level => level.Count);

    internal Box Extent { get; }

    /// <exception cref="InvalidDataException">A file is missing or wrong; the message says what to do.</exception>
    public static DistrictMap Load(GeocodingOptions options, string basePath)
    {
        ArgumentNullException.ThrowIfNull(options);
        var shapes = options.Boundaries.Select(boundary =>
            DistrictFile.Read(boundary, Path.Combine(basePath, boundary.Path), options.Separator));
        var attributions = options.Boundaries.Select(boundary => boundary.Attribution).OfType<string>()
            .Where(text => text.Length > 0).Distinct().ToList();
        return new DistrictMap(shapes, attributions);
    }

    /// <summary>Checks that a point is inside the extent of the map.</summary>
    public bool IsNear(double x, double y) => levels.Length > 0 && Extent.Has(x, y);

    /// <summary>Checks that a number can be a longitude of this map.</summary>
    public bool HasLongitude(double number) => levels.Length > 0 && number >= Extent.MinX && number <= Extent.MaxX;

    /// <summary>Checks that a number can be a latitude of this map.</summary>
    public bool HasLatitude(double number) => levels.Length > 0 && number >= Extent.MinY && number <= Extent.MaxY;

    /// <summary>
    /// Returns the district of the finest level that covers a point; on a shared border, the one with the lower code.
    /// </summary>
    /// <returns>Null if the point is outside all districts of all levels.</returns>
    public District? Find(double x, double y)
    {
        foreach (var level in levels)
        {
            if (level.Find(x, y) is { } district)
                return district;
        }

        return null;
    }

    /// <summary>Returns the nearest district of the finest level for a point outside all districts.</summary>
    /// <returns>Null if none is within the tolerance.</returns>
    public (District District, double Meters)? Nearest(double x, double y, double toleranceMeters) =>
        levels.Length == 0 ? null : levels[0].Nearest(x, y, toleranceMeters);
}
