using System.Globalization;
using Files.Batches;
using Geocoding.Districts;
using Geocoding.Points;
using Tables;

namespace Geocoding.Rows;

/// <summary>Finds the district of a row. A row without one fails on its own, with a reason.</summary>
public sealed class RowGeocoder(DistrictMap map)
{
    private const string Outside = "The point is outside all districts.";
    private const string WasSwapped = "x and y were swapped: looked up as latitude and longitude.";
    private const string IsSwapped = "x and y are swapped: x is a latitude and y a longitude.";

    /// <returns>Address and code; a remark if the point was corrected, or is only near its district.</returns>
    public RowResult Find(IReadOnlyList<Cell> row, CoordinateTask task)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(task);
        return PointReader.Read(At(row, task.X), At(row, task.Y)) switch
        {
            PointReading.Point(var x, var y) => Find(x, y, task),
            PointReading.Swapped(var x, var y) => FindSwapped(x, y, task),
            PointReading.Problem(var reason) => new RowResult([], reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private RowResult Find(double x, double y, CoordinateTask task)
    {
        if (map.Find(x, y) is { } district)
            return Found(district, null);

        // Both orders are valid by their ranges, but only one is on the map.
        if (!map.IsNear(x, y) && map.IsNear(y, x))
            return FindSwapped(x, y, task);
        if (task.NearestMeters > 0 && map.Nearest(x, y, task.NearestMeters) is var (near, meters))
            return Found(
                near, string.Create(CultureInfo.InvariantCulture, $"{Outside} The nearest is {meters:0} m away."));
        return new RowResult([], Outside);
    }

    private RowResult FindSwapped(double x, double y, CoordinateTask task)
    {
        if (!task.CorrectSwapped)
            return new RowResult([], IsSwapped);
        return map.Find(y, x) is { } district
            ? Found(district, WasSwapped)
            : new RowResult([], $"{IsSwapped} {Outside}");
    }

    private static RowResult Found(District district, string? remark) => new([district.Address, district.Code], remark);

    private static Cell At(IReadOnlyList<Cell> row, int column) => column < row.Count ? row[column] : Cell.Empty;
}
