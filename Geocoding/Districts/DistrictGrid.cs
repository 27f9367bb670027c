namespace Geocoding.Districts;

/// <summary>
/// A grid over all districts of a level. A cell that no border touches names its district outright; one with borders
/// names the few districts to try, by code.
/// </summary>
internal sealed class DistrictGrid
{
    /// <summary>Cells for each edge: finer grids answer more points outright, at four bytes a cell.</summary>
    private const int CellsPerEdge = 4;
    private const int MaxCells = 4_000_000;
    private const int Nothing = -1;

    private readonly EdgeBands bands;
    private readonly int columns;
    private readonly int rows;
    private readonly double perX;
    private readonly double perY;
    private readonly double marginX;
    private readonly double marginY;

    /// <summary>
    /// For each cell: nothing, or a district that has all of it, or -2 - the place of its candidates.
    /// </summary>
    private readonly int[] cells;

    /// <summary>Lists of districts by ascending code, each after its length.</summary>
    private readonly int[] candidates;

    public DistrictGrid(EdgeBands bands, int edgeCount)
    {
        this.bands = bands;
        Extent = Enumerable.Range(0, bands.Count).Select(bands.BoxOf).Aggregate((all, box) => all.Union(box));
        var wanted = Math.Clamp(edgeCount * CellsPerEdge, 1, MaxCells);
        columns = Math.Clamp(
            (int)Math.Sqrt(wanted * Extent.Width / Math.Max(Extent.Height, double.Epsilon)), 1, wanted);
        rows = Math.Max(1, wanted / columns);
        perX = columns / Extent.Width;
        perY = rows / Extent.Height;

        // A millionth of a cell: beyond what rounding can move a point, far below what matters.
        marginX = 1e-6 / perX;
        marginY = 1e-6 / perY;
        (cells, candidates) = Fill();
    }

    public Box Extent { get; }

    /// <summary>The district with the lowest code that covers a point, or -1.</summary>
    public int Find(double x, double y)
    {
        if (!Extent.Has(x, y))
            return Nothing;

        var cell = cells[Row(y) * columns + Column(x)];
        if (cell >= Nothing)
            return cell;

        var list = -2 - cell;
        foreach (var district in candidates.AsSpan(list + 1, candidates[list]))
        {
            if (bands.Covers(district, x, y))
                return district;
        }

        return Nothing;
    }

    private int Column(double x) => Math.Clamp((int)((x - Extent.MinX) * perX), 0, columns - 1);

    private int Row(double y) => Math.Clamp((int)((y - Extent.MinY) * perY), 0, rows - 1);

    private (int[] Cells, int[] Candidates) Fill()
    {
        // Cell, district, and whether borders of the district touch the cell, as one sortable number each.
        var entries = new List<long>(columns * rows);
        for (var district = 0; district < bands.Count; district++)
            AddCells(district, entries);
        entries.Sort();

        var filled = new int[columns * rows];
        Array.Fill(filled, Nothing);
        var lists = new List<int>();
        for (var i = 0; i < entries.Count;)
        {
            var cell = entries[i] >> 32;
            var start = i;
            while (i < entries.Count && entries[i] >> 32 == cell)
                i++;

            if (i - start == 1 && (entries[start] & 1) == 0)
            {
                filled[cell] = (int)entries[start] >> 1;
                continue;
            }

            filled[cell] = -2 - lists.Count;
            lists.Add(i - start);
            for (var at = start; at < i; at++)
                lists.Add((int)entries[at] >> 1);
        }

        return (filled, [.. lists]);
    }

    private void AddCells(int district, List<long> entries)
    {
        var box = bands.BoxOf(district);
        var (left, bottom) = (Column(box.MinX - marginX), Row(box.MinY - marginY));
        var (width, height) = (Column(box.MaxX + marginX) - left + 1, Row(box.MaxY + marginY) - bottom + 1);
        var touched = new bool[width * height];
        var edges = bands.EdgesOf(district);
        for (var i = 0; i < edges.Length; i += 4)
            Touch(edges.Slice(i, 4), touched, left, bottom, width);

        for (var row = 0; row < height; row++)
        {
            // Neighbours that no border touches are alike, so only the first of a run is looked at.
            bool? inside = null;
            for (var column = 0; column < width; column++)
            {
                var isTouched = touched[row * width + column];
                inside = isTouched ? null : inside ?? CoversCentre(district, left + column, bottom + row);
                if (isTouched || inside is true)
                    entries.Add(((long)((bottom + row) * columns + left + column) << 32) | ((long)district << 1) | (isTouched ? 1L : 0L));
            }
        }
    }

    private bool CoversCentre(int district, int column, int row) =>
        bands.Covers(district, Extent.MinX + (column + 0.5) / perX, Extent.MinY + (row + 0.5) / perY);

    /// <summary>
    /// Marks every cell that an edge passes through or comes near: row by row, from where it enters to where it leaves.
    /// </summary>
    private void Touch(ReadOnlySpan<double> edge, bool[] touched, int left, int bottom, int width)
    {
        var (ax, ay, bx, by) = edge[1] <= edge[3]
            ? (edge[0], edge[1], edge[2], edge[3])
            : (edge[2], edge[3], edge[0], edge[1]);
        var last = Row(by + marginY);
        for (var row = Row(ay - marginY); row <= last; row++)
        {
            var from = by == ay ? ax : XAt(Math.Max(Extent.MinY + row / perY - marginY, ay));
            var to = by == ay ? bx : XAt(Math.Min(Extent.MinY + (row + 1) / perY + marginY, by));
            var end = Column(Math.Max(from, to) + marginX);
            for (var column = Column(Math.Min(from, to) - marginX); column <= end; column++)
                touched[(row - bottom) * width + column - left] = true;
        }

        double XAt(double y) => ax + Math.Clamp((y - ay) / (by - ay), 0, 1) * (bx - ax);
    }
}
