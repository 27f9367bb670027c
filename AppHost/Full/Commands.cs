using System.Net.Http.Json;

namespace AppHost;

/// <summary>Adds what operators do to the dashboard.</summary>
internal static class Commands
{
    public static IResourceBuilder<ProjectResource> WithCommands(
        this IResourceBuilder<ProjectResource> gateway, DeclaredSettings settings)
    {
        if (gateway.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return gateway;

        return gateway
            .WithUrlForEndpoint(Hosts.Endpoint, url => url.DisplayText = "Links")
            .WithUrlForEndpoint(Hosts.Endpoint, _ => new() { Url = "/openapi/v1.json", DisplayText = "API" })
            .WithEnvironment(context => context.EnvironmentVariables["Dashboard__Url"] =
                DashboardUrl(gateway.ApplicationBuilder.Configuration["ASPNETCORE_URLS"]))
            .WithHttpCommand("/dead-letters/replay", "Replay dead letters", commandName: "replay-dead-letters",
                commandOptions: Post(
                    "ArrowRepeatAll", "Run the jobs of all dead letters again.", settings, new { all = true }))
            .WithHttpCommand("/jobs/retry", "Retry failed jobs", commandName: "retry-failed-jobs",
                commandOptions: Post("ArrowClockwise", "Run all failed jobs again.", settings, body: null));
    }

    /// <returns>The first address, preferably with TLS, of the dashboard; empty if it is not known.</returns>
    private static string DashboardUrl(string? urls) =>
        (urls ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .OrderByDescending(url => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            .FirstOrDefault() ?? "";

    private static HttpCommandOptions Post(
        string icon, string description, DeclaredSettings settings, object? body) => new()
    {
        Method = HttpMethod.Post,
        Description = description,
        IconName = icon,
        ResultMode = HttpCommandResultMode.Json,
        PrepareRequest = context =>
        {
            if (body is not null)
                context.Request.Content = JsonContent.Create(body);
            if (settings.FirstKey is { } key)
                context.Request.Headers.Add("X-Api-Key", key);
            return Task.CompletedTask;
        },
    };
}
