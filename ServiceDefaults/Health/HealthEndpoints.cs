using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ServiceDefaults.Health;

internal static class HealthEndpoints
{
    private const string Live = "live";
    private const string ReadyPath = "/health";
    private const string LivePath = "/alive";

    /// <summary>
    /// Adds the liveness check. It depends on nothing outside the process, so that a store outage restarts nothing.
    /// </summary>
    public static IHealthChecksBuilder AddLiveness(this IHealthChecksBuilder checks) =>
        checks.AddCheck("self", () => HealthCheckResult.Healthy("The process responds."), [Live]);

    public static bool IsHealth(PathString path) =>
        path.StartsWithSegments(ReadyPath) || path.StartsWithSegments(LivePath);

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = WriteAsync })
            .WithSummary("Reports whether this process is ready for work, with the state of every check.")
            .DisableHttpMetrics()
            .AllowAnonymous();
        app.MapHealthChecks(LivePath, new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(Live),
            ResponseWriter = WriteAsync,
        }).WithSummary("Reports whether this process is alive.").DisableHttpMetrics().AllowAnonymous();
    }

    // The checks write descriptions for people; exceptions may contain addresses and passwords, and stay in the log.
    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", report.Status.ToString());
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject(name);
            json.WriteString("status", entry.Status.ToString());
            if (entry.Description is { } description)
                json.WriteString("description", description);
            json.WriteNumber("milliseconds", Math.Round(entry.Duration.TotalMilliseconds, 1));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
