using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceDefaults.Connections;
using ServiceDefaults.Guard;
using ServiceDefaults.Health;
using ServiceDefaults.Lifetime;
using ServiceDefaults.Requests;

namespace ServiceDefaults;

/// <summary>Adds the defaults of every host of this product, in both builds (docs/adr/0002).</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>
    /// Adds the guard in front of all requests, limits of connections, health checks, the end with the parent process
    /// if <c>Host:StopAtInputEnd</c> is set, and telemetry, which is exported over OTLP if
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.
    /// </summary>
    /// <param name="builder">The builder of the host.</param>
    /// <param name="servesPages">
    /// True if browsers may call the host from its own page; false if only programs with <c>Direct:Secret</c> may.
    /// </param>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder, bool servesPages)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // By default the framework leaves the attributes of a request's span to instrumentation packages. With the
        // switch off it sets them itself; RequestSpans adds the missing ones.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Services.AddHealthChecks().AddLiveness();
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            Telemetry.Add(builder, ServiceName(builder));
        Network.Add(builder);
        GuardRegistration.Add(builder, servesPages);
        ConnectionRegistration.Add(builder);
        ParentLifetime.AddTo(builder);
        StartErrors.AddTo(builder);
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c> and <c>/alive</c>, and names requests in traces. Call before mapping the host's endpoints.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseRequestSpans();
        app.UseHealthHosts();
        app.MapHealth();
        return app;
    }

    /// <summary>Gets the service name of this host's telemetry.</summary>
    private static string ServiceName(IHostApplicationBuilder builder) =>
        builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : builder.Environment.ApplicationName;
}
