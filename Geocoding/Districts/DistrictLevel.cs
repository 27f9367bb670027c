using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace Geocoding.Districts;

/// <summary>
/// The districts of one level. Immutable once made, so any number of threads may look points up at once.
/// </summary>
internal sealed class DistrictLevel
{
    private const double MetresPerDegree = 6_371_008.8 * Math.PI / 180;

    private readonly District[] districts;
    private readonly EdgeBands bands;
    private readonly DistrictGrid grid;
    private readonly Lazy<STRtree<int>> byBox;

    /// <param name="shapes">By ascending code.</param>
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
    /// The district whose border is nearest to a point that is in none, of equally near ones that with the lowest code,
    /// if it is within the tolerance. Metres on a plane that touches the globe at the point: exact enough for
    /// kilometres.
    /// </summary>
    public (District District, double Metres)? Nearest(double x, double y, double toleranceMetres)
    {
        var scaleY = MetresPerDegree;
        var scaleX = MetresPerDegree * Math.Max(Math.Cos(y * Math.PI / 180), 0.01);
        var (reachX, reachY) = (toleranceMetres / scaleX, toleranceMetres / scaleY);
        var near = byBox.Value.Query(new Envelope(x - reachX, x + reachX, y - reachY, y + reachY));

        var (best, bestMetres) = (-1, toleranceMetres);
        foreach (var district in near.Order())
        {
            var metres = Distance(bands.EdgesOf(district), x, y, scaleX, scaleY);
            if (metres < bestMetres || (best < 0 && metres <= toleranceMetres))
                (best, bestMetres) = (district, metres);
        }

        return best < 0 ? null : (districts[best], bestMetres);
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
