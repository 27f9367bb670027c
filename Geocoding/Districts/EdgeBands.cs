using NetTopologySuite.Algorithm;

namespace Geocoding.Districts;

/// <summary>
/// Holds the borders of all districts of a level, edge by edge, sorted into bands of y for each district: a point is
/// tested against the few edges of its band only.
/// </summary>
/// <remarks>
/// NetTopologySuite's exact predicate decides on which side of an edge a point lies: adjacent districts never both miss
/// a point, nor both cover it, unless it is on the border itself.
/// </remarks>
internal sealed class EdgeBands
{
    private const int EdgesPerBand = 2;

    private readonly double[] edges;
    private readonly int[] firstEdge;
    private readonly int[] firstBand;
    private readonly int[] bandStart;
    private readonly int[] bandEdges;
    private readonly Box[] boxes;

    public EdgeBands(IReadOnlyList<DistrictShape> shapes)
    {
        edges = new double[4 * shapes.Sum(shape => shape.Rings.Sum(ring => ring.Length / 2 - 1))];
        firstEdge = new int[shapes.Count + 1];
        firstBand = new int[shapes.Count + 1];
        boxes = new Box[shapes.Count];
        for (var i = 0; i < shapes.Count; i++)
        {
            boxes[i] = Box.Around(shapes[i].Rings);
            firstEdge[i + 1] = firstEdge[i] + CopyEdges(shapes[i].Rings, 4 * firstEdge[i]);
            firstBand[i + 1] = firstBand[i] + (firstEdge[i + 1] - firstEdge[i]) / EdgesPerBand + 1;
        }

        (bandStart, bandEdges) = FillBands();
    }

    public int Count => boxes.Length;

    public Box BoxOf(int district) => boxes[district];

    /// <summary>Returns the edges of a district, each as x and y of its two ends.</summary>
    public ReadOnlySpan<double> EdgesOf(int district) =>
        edges.AsSpan((4 * firstEdge[district])..(4 * firstEdge[district + 1]));

    /// <summary>Checks that a point is in a district or on its border.</summary>
    public bool Covers(int district, double x, double y)
    {
        if (!boxes[district].Has(x, y))
            return false;

        var band = BandOf(district, y);
        var inside = false;
        for (var i = bandStart[band]; i < bandStart[band + 1]; i++)
        {
            var edge = edges.AsSpan(4 * bandEdges[i], 4);
            switch (Cross(edge[0], edge[1], edge[2], edge[3], x, y))
            {
                case Crossing.OnBorder:
                    return true;
                case Crossing.Crosses:
                    inside = !inside;
                    break;
                default:
                    break;
            }
        }

        return inside;
    }

    /// <summary>
    /// Intersects the ray from a point to greater x with an edge, which includes its lower end but not its upper one.
    /// </summary>
    private static Crossing Cross(double ax, double ay, double bx, double by, double x, double y)
    {
        if (ax < x && bx < x)
            return Crossing.Misses;
        if (ay == y && by == y)
            return Math.Min(ax, bx) <= x && x <= Math.Max(ax, bx) ? Crossing.OnBorder : Crossing.Misses;
        if ((ax == x && ay == y) || (bx == x && by == y))
            return Crossing.OnBorder;
        if (ay > y == by > y)
            return Crossing.Misses;
        if (ax > x && bx > x)
            return Crossing.Crosses;

        var side = CGAlgorithmsDD.OrientationIndex(ax, ay, bx, by, x, y);
        if (side == 0)
            return Crossing.OnBorder;
        return side > 0 == by > ay ? Crossing.Crosses : Crossing.Misses;
    }

    private int CopyEdges(IReadOnlyList<double[]> rings, int to)
    {
        var start = to;
        foreach (var ring in rings)
        {
            for (var i = 0; i + 3 < ring.Length; i += 2, to += 4)
                ring.AsSpan(i, 4).CopyTo(edges.AsSpan(to));
        }

        return (to - start) / 4;
    }

    /// <summary>Counts, then places: the bands of all districts are adjacent in one array.</summary>
    private (int[] Start, int[] Edges) FillBands()
    {
        var start = new int[firstBand[^1] + 1];
        ForEachBand((band, _) => start[band + 1]++);
        for (var i = 1; i < start.Length; i++)
            start[i] += start[i - 1];

        var next = start.ToArray();
        var placed = new int[start[^1]];
        ForEachBand((band, edge) => placed[next[band]++] = edge);
        return (start, placed);
    }

    private void ForEachBand(Action<int, int> visit)
    {
        for (var district = 0; district < Count; district++)
        {
            for (var edge = firstEdge[district]; edge < firstEdge[district + 1]; edge++)
            {
                var (ay, by) = (edges[4 * edge + 1], edges[4 * edge + 3]);
                var last = BandOf(district, Math.Max(ay, by));
                for (var band = BandOf(district, Math.Min(ay, by)); band <= last; band++)
                    visit(band, edge);
            }
        }
    }

    private int BandOf(int district, double y)
    {
        var (first, count) = (firstBand[district], firstBand[district + 1] - firstBand[district]);
        var box = boxes[district];
        return first + Math.Clamp((int)((y - box.MinY) / box.Height * count), 0, count - 1);
    }

    private enum Crossing
    {
        Misses,
        Crosses,
        OnBorder,
    }
}

/// <summary>Represents a rectangle, including its border.</summary>
internal readonly record struct Box(double MinX, double MinY, double MaxX, double MaxY)
{
    public double Width => MaxX - MinX;

    public double Height => MaxY - MinY;

    public bool Has(double x, double y) => x >= MinX && x <= MaxX && y >= MinY && y <= MaxY;

    public Box Union(Box other) => new(
        Math.Min(MinX, other.MinX), Math.Min(MinY, other.MinY), Math.Max(MaxX, other.MaxX), Math.Max(MaxY, other.MaxY));

    public static Box Around(IReadOnlyList<double[]> rings)
    {
        var box = new Box(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var ring in rings)
        {
            for (var i = 0; i < ring.Length; i += 2)
                box = box.Union(new Box(ring[i], ring[i + 1], ring[i], ring[i + 1]));
        }

        return box;
    }
}
