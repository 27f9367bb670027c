namespace Bench.Reports;

/// <summary>The plots of a group of runs: one for latency, one for answers and documents over time.</summary>
internal static class Plots
{
    public static IReadOnlyList<Plot> Of(IReadOnlyList<Run> runs)
    {
        var plots = new List<Plot>();
        var overTime = runs.Where(run => run.Done.Count > 1).SelectMany((run, index) => (Curve[])
        [
            new($"{run.Name}: answered", index, IsDashed: true, run.Answered),
            new($"{run.Name}: done", index, IsDashed: false, run.Done),
        ]).Where(curve => curve.Points.Count > 1).ToList();
        if (overTime.Count > 0)
            plots.Add(new Plot(
                "Answered and done over time",
                "seconds since the first request",
                "links",
                IsLogarithmic: false,
                overTime));

        var latency = runs.Where(run => run.Latency.Count > 1)
            .Select((run, index) => new Curve(run.Name, index, IsDashed: false,
            [.. run.Latency.Select(InMilliseconds)])).ToList();
        if (latency.Count > 0)
            plots.Add(new Plot(
                "Time to the answer",
                "percent of requests that took no longer",
                "milliseconds",
                IsLogarithmic: true,
                latency));
        return plots;
    }

    // A logarithm needs more than nothing.
    private static Point InMilliseconds(Point point) => new(point.X, Math.Max(0.01, point.Y * 1000));
}

/// <param name="Name">In the legend.</param>
/// <param name="Color">Index into the palette; curves of one run share it.</param>
/// <param name="IsDashed">Tells two curves of one run apart.</param>
/// <param name="Points">From left to right.</param>
internal sealed record Curve(string Name, int Color, bool IsDashed, IReadOnlyList<Point> Points);
