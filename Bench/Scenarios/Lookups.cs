using System.Diagnostics;
using Bench.Reports;
using Geocoding;
using Geocoding.Districts;

namespace Bench.Scenarios;

/// <summary>Looks points up in districts, on one thread and with nothing around it.</summary>
internal static class Lookups
{
    private const double WantedPerSecond = 300_000;
    private const int Rounds = 5;

    public static Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var path = session.Options.Boundaries!;
        var started = Stopwatch.GetTimestamp();
        var map = DistrictMap.Load(new GeocodingOptions { Boundaries = [new BoundaryOptions { Path = path }] }, "");
        var loading = Stopwatch.GetElapsedTime(started);

        // The same points on every machine: a quarter of Korea's box is land, and the rest is looked up all the same.
        var random = new Random(1);
        var points = new (double X, double Y)[session.Options.Rows];
        for (var i = 0; i < points.Length; i++)
            points[i] = (
                map.Extent.MinX + random.NextDouble() * map.Extent.Width,
                map.Extent.MinY + random.NextDouble() * map.Extent.Height);

        var all = Measure(map, points, cancellationToken);
        var onLand = Measure(
            map, [.. points.Where(point => map.Find(point.X, point.Y) is not null)], cancellationToken);
        session.Add(new Run
        {
            Group = "look-ups",
            Name = $"{map.Count:N0} districts",
            Metrics =
            [
                new Metric("load the map", loading.TotalSeconds, "s"),
                new Metric("anywhere, a second and core", all).AtLeast(WantedPerSecond),
                new Metric("within districts, a second and core", onLand).AtLeast(WantedPerSecond),
            ],
        });
        return Task.CompletedTask;
    }

    /// <returns>The median of the rounds; the first one still compiles.</returns>
    private static double Measure(DistrictMap map, (double X, double Y)[] points, CancellationToken cancellationToken)
    {
        var speeds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            foreach (var (x, y) in points)
                map.Find(x, y);
            speeds.Add(points.Length / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        speeds.Sort();
        return speeds[Rounds / 2];
    }
}
