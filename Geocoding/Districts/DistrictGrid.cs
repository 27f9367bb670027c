namespace Geocoding.Districts;

/// <summary>
/// Divides all districts of a level into a grid. A cell without borders names its district directly; a cell with
/// borders lists the few districts to test, by code.
/// </summary>
internal sealed class DistrictGrid
{
    /// <summary>Cells for each edge: finer grids answer more points directly, at four bytes per cell.</summary>
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
    /// For each cell: nothing, or the district that covers it, or -2 - the index of its candidates.
    /// </summary>
    private readonly int[] cells;

    /// <summary>Lists of districts by ascending code, each preceded by its length.</summary>
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

        // A millionth of a cell: more than rounding can move a point, and too little to matter.
        marginX = 1e-6 / perX;
        marginY = 1e-6 / perY;
        (cells, candidates) = Fill();
    }

    public Box Extent { get; }

    /// <summary>Returns the district with the lowest code that covers a point, or -1.</summary>
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
        // Each entry is one sortable number: the cell, the district, and a bit for a border of it in the cell.
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
            // Adjacent cells without borders are alike, so only the first of a run is tested.
            bool? inside = null;
            for (var column = 0; column < width; column++)
            {
                var isTouched = touched[row * width + column];
                inside = isTouched ? null : inside ?? CoversCenter(district, left + column, bottom + row);
                if (!isTouched && inside is not true)
                    continue;
                var cell = (long)((bottom + row) * columns + left + column);
                entries.Add((cell << 32) | ((long)district << 1) | (isTouched ? 1L : 0L));
            }
        }
    }

    private bool CoversCenter(int district, int column, int row) =>
        bands.Covers(district, Extent.MinX + (column + 0.5) / perX, Extent.MinY + (row + 0.5) / perY);

    /// <summary>
    /// Marks every cell that an edge crosses or comes near: row by row, from its entry to its exit.
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
