using Bench.Loads;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>Samples measurements as points for plots: few enough for a page, close enough to show every step.</summary>
internal static class Curves
{
    private const int MaxPoints = 120;

    private static readonly double[] Percents = [0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 100];

    public static IReadOnlyList<Point> Of(Histogram latency) =>
        latency.Count == 0
            ? []
            : [.. Percents.Select(percent => new Point(percent, latency.Percentile(percent / 100).TotalSeconds))];

    /// <summary>Number of the moments at or before each point.</summary>
    public static IReadOnlyList<Point> Cumulative(IEnumerable<TimeSpan> moments)
    {
        var ordered = moments.Order().ToList();
        var step = Math.Max(1, ordered.Count / MaxPoints);
        var points = new List<Point> { new(0, 0) };
        for (var index = 0; index < ordered.Count; index++)
        {
            if (index % step == 0 || index == ordered.Count - 1)
                points.Add(new Point(Math.Round(ordered[index].TotalSeconds, 3), index + 1));
        }

        return points;
    }
}
