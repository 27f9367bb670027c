using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tests.Support;

namespace Tests.Telemetry;

/// <summary>
/// Collects telemetry over OTLP/HTTP: keeps the spans and the last values of metrics that programs export.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<OtlpSpan> spans = new();
    private readonly ConcurrentDictionary<(string Service, string Metric, string Attributes), long> values = new();
    private readonly ConcurrentDictionary<string, int> reports = new();
    private readonly WebApplication app;

    private OtlpCollector(WebApplication app)
    {
        this.app = app;
        app.MapPost("/v1/traces", context => TakeAsync(context, OnSpans));
        app.MapPost("/v1/metrics", context => TakeAsync(context, OnPoints));
        app.MapPost("/v1/logs", context => TakeAsync(context, static _ => { }));
    }

    /// <summary>Configuration of a program that exports to this collector, quickly and completely.</summary>
    public string[] Settings =>
    [
        $"OTEL_EXPORTER_OTLP_ENDPOINT={app.Urls.Single()}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        "OTEL_BSP_SCHEDULE_DELAY=100", "OTEL_BSP_MAX_QUEUE_SIZE=200000", "OTEL_METRIC_EXPORT_INTERVAL=500",
    ];

    public IReadOnlyCollection<OtlpSpan> Spans => spans;

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = new OtlpCollector(builder.Build());
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>Gets the last value of a metric, summed over its attributes.</summary>
    public long Value(string service, string metric) =>
        values.Where(point => point.Key.Service == service && point.Key.Metric == metric).Sum(point => point.Value);

    /// <summary>Waits until a program has exported everything that it measured before this call.</summary>
    public async Task MeasuredAsync(string service)
    {
        // One export may already be in flight.
        var expected = reports.GetValueOrDefault(service) + 2;
        await Eventually.TrueAsync(
            () => reports.GetValueOrDefault(service) >= expected, $"{service} exports its measurements");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task TakeAsync(HttpContext context, Action<ReadOnlyMemory<byte>> take)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        take(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }

    private void OnSpans(ReadOnlyMemory<byte> request)
    {
        foreach (var span in OtlpMessages.ReadSpans(request))
            spans.Enqueue(span);
    }

    private void OnPoints(ReadOnlyMemory<byte> request)
    {
        var points = OtlpMessages.ReadPoints(request).ToList();
        foreach (var point in points)
            values[(point.Service, point.Metric, point.Attributes)] = point.Value;
        foreach (var service in points.Select(point => point.Service).Distinct())
            reports.AddOrUpdate(service, 1, (_, count) => count + 1);
    }
}
