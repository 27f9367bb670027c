namespace Geocoding.Districts;

/// <summary>All configured districts, from the finest level to the coarsest. Immutable.</summary>
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

    /// <summary>What has to be said wherever the addresses are shown or passed on.</summary>
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

    /// <summary>Whether a point is where the map is, so that it may well be a point of this map.</summary>
    public bool IsNear(double x, double y) => levels.Length > 0 && Extent.Has(x, y);

    /// <summary>Whether a number may be a longitude of this map.</summary>
    public bool HasLongitude(double number) => levels.Length > 0 && number >= Extent.MinX && number <= Extent.MaxX;

    /// <summary>Whether a number may be a latitude of this map.</summary>
    public bool HasLatitude(double number) => levels.Length > 0 && number >= Extent.MinY && number <= Extent.MaxY;

    /// <summary>
    /// The district of the finest level that covers a point; of two that share a border, the one with the lower code.
    /// </summary>
    /// <returns>Null when the point is in no district of any level.</returns>
    public District? Find(double x, double y)
    {
        foreach (var level in levels)
        {
            if (level.Find(x, y) is { } district)
                return district;
        }

        return null;
    }

    /// <summary>For a point in no district: the nearest one of the finest level, if it is near enough.</summary>
    public (District District, double Metres)? Nearest(double x, double y, double toleranceMetres) =>
        levels.Length == 0 ? null : levels[0].Nearest(x, y, toleranceMetres);
}
