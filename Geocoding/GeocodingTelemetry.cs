using System.Diagnostics;
using System.Diagnostics.Metrics;
using Files.Batches;

namespace Geocoding;

/// <summary>Owns the activity source and the meter of this project.</summary>
public sealed class GeocodingTelemetry : IDisposable
{
    public const string Name = "Geocoding";

    public static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> rows;

    public GeocodingTelemetry(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        meter = meters.Create(Name);
        rows = meter.CreateCounter<long>("geocoding.rows", "{row}", "Rows looked up, with and without a district.");
    }

    public void LookedUp(IReadOnlyList<RowResult> results)
    {
        var failed = results.Count(row => row.Failed);
        rows.Add(results.Count - failed, new KeyValuePair<string, object?>("found", true));
        if (failed > 0)
            rows.Add(failed, new KeyValuePair<string, object?>("found", false));
    }

    public void Dispose() => meter.Dispose();
}
