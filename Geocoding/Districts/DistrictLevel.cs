using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace Geocoding.Districts;

/// <summary>Holds the districts of one level. Immutable, so any number of threads can look up points.</summary>
internal sealed class DistrictLevel
{
    private const double MetersPerDegree = 6_371_008.8 * Math.PI / 180;

    private readonly District[] districts;
    private readonly EdgeBands bands;
    private readonly DistrictGrid grid;
    private readonly Lazy<STRtree<int>> byBox;

    /// <param name="shapes">Districts by ascending code.</param>
    public DistrictLevel(IReadOnlyList<DistrictShape> shapes)
    {
        districts = [.. shapes.Select(shape => shape.District)];
        bands = new EdgeBands(shapes);
        grid = new DistrictGrid(bands, shapes.Sum(shape => shape.Rings.Sum(ring => ring.Length / 2)));
        byBox = new Lazy<STRtree<int>>(BuildTree);
    }

    public Box Extent => grid.Extent;

    public int Count => districts.Length;

    public District? Find(double x, double y) => grid.Find(x, y) is var found and >= 0 ? districts[found] : null;

    /// <summary>
    /// Returns the district with the border nearest to a point outside all districts, if it is within the tolerance; of
    /// equally near ones, the one with the lowest code. Distances are on a plane that touches the globe at the point,
    /// which is exact enough for kilometers.
    /// </summary>
    public (District District, double Meters)? Nearest(double x, double y, double toleranceMeters)
    {
        var scaleY = MetersPerDegree;
        var scaleX = MetersPerDegree * Math.Max(Math.Cos(y * Math.PI / 180), 0.01);
        var (reachX, reachY) = (toleranceMeters / scaleX, toleranceMeters / scaleY);
        var near = byBox.Value.Query(new Envelope(x - reachX, x + reachX, y - reachY, y + reachY));

        var (best, bestMeters) = (-1, toleranceMeters);
        foreach (var district in near.Order())
        {
            var meters = Distance(bands.EdgesOf(district), x, y, scaleX, scaleY);
            if (meters < bestMeters || (best < 0 && meters <= toleranceMeters))
                (best, bestMeters) = (district, meters);
        }

        return best < 0 ? null : (districts[best], bestMeters);
    }

    private static double Distance(ReadOnlySpan<double> edges, double x, double y, double scaleX, double scaleY)
    {
        var least = double.MaxValue;
        for (var i = 0; i < edges.Length; i += 4)
        {
            var (ax, ay) = ((edges[i] - x) * scaleX, (edges[i + 1] - y) * scaleY);
            var (dx, dy) = ((edges[i + 2] - edges[i]) * scaleX, (edges[i + 3] - edges[i + 1]) * scaleY);
            var length = dx * dx + dy * dy;
            var along = length == 0 ? 0 : Math.Clamp(-(ax * dx + ay * dy) / length, 0, 1);
            var (px, py) = (ax + along * dx, ay + along * dy);
            least = Math.Min(least, px * px + py * py);
        }

        return Math.Sqrt(least);
    }

    private STRtree<int> BuildTree()
    {
        var tree = new STRtree<int>();
        for (var i = 0; i < bands.Count; i++)
        {
            var box = bands.BoxOf(i);
            tree.Insert(new Envelope(box.MinX, box.MaxX, box.MinY, box.MaxY), i);
        }

        tree.Build();
        return tree;
    }
}
