using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ServiceDefaults.Health;

namespace ServiceDefaults;

/// <summary>Adds telemetry with OpenTelemetry's hosting and instrumentation packages.</summary>
internal static class Telemetry
{
    public static void Add(IHostApplicationBuilder builder, string serviceName)
    {
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(serviceName))
            .WithTracing(traces => traces
                .AddSource(TelemetryNames.Sources)
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsNotProbe)
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics
                .AddMeter(TelemetryNames.Meters)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .UseOtlpExporter();
    }

    /// <summary>Filters out probes, which arrive every few seconds and would hide the traces that matter.</summary>
    private static bool IsNotProbe(HttpContext context) => !HealthEndpoints.IsHealth(context.Request.Path);
}
