using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceDefaults.Health;
using ServiceDefaults.Requests;

namespace ServiceDefaults;

/// <summary>What every host of this product gets, whichever build it is in (docs/adr/0002).</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>
    /// Telemetry, exported over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and health checks.
    /// </summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // The framework leaves the attributes of a request's span to instrumentation packages unless it is told that
        // there are none: RequestSpans adds what is missing.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Services.AddHealthChecks().AddLiveness();
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            Telemetry.Add(builder, ServiceName(builder));
        Network.Add(builder);
        return builder;
    }

    /// <summary>
    /// <c>/health</c>, <c>/alive</c>, and the names of requests in traces. Before the host's own endpoints.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseRequestSpans();
        app.UseHealthHosts();
        app.MapHealth();
        return app;
    }

    /// <summary>The name under which this host's telemetry is shown.</summary>
    private static string ServiceName(IHostApplicationBuilder builder) =>
        builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : builder.Environment.ApplicationName;
}
