using System.Diagnostics;
using System.Diagnostics.Metrics;
using Jobs.Failures;

namespace Extraction.Telemetry;

/// <summary>Holds the activity source and the meter of this project.</summary>
public sealed class ExtractionTelemetry : IDisposable
{
    /// <summary>Name of the activity source and the meter.</summary>
    public const string Name = "Extraction";

    public static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> skipped;
    private readonly Counter<long> reused;
    private readonly Histogram<double> requests;

    public ExtractionTelemetry(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        meter = meters.Create(Name);
        requests = meter.CreateHistogram<double>("source.request.duration", "s", "Requests to sources, by result.");
        skipped = meter.CreateCounter<long>(
            "source.skipped", "{request}", "Requests not made because the budget was spent or the circuit was open.");
        reused = meter.CreateCounter<long>("videos.reused", "{video}", "Stored documents that were reused.");
    }

    /// <summary>Records a request to a source; a null failure means success.</summary>
    public void Asked(string source, Failure? failure, TimeSpan duration) =>
        requests.Record(duration.TotalSeconds, Of(source), new("result", failure?.Kind.ToString() ?? "ok"));

    /// <summary>Records that a source was not asked.</summary>
    public void Skipped(string source, string why) => skipped.Add(1, Of(source), new("reason", why));

    /// <summary>Records that a stored document was reused.</summary>
    public void Reused() => reused.Add(1);

    public void Dispose() => meter.Dispose();

    private static KeyValuePair<string, object?> Of(string source) => new("source.name", source);
}
