using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Serialization;
using Extraction.Sources;
using Gateway.Api.OpenApi;
using Gateway.Api.Submissions;
using Jobs.DeadLetters;
using Jobs.Running;
using Jobs.Stores;

namespace Gateway.Api.Status;

internal static class StatusEndpoints
{
    private static readonly string Version =
        typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static IEndpointRouteBuilder MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status", ReadAsync).WithName("GetStatus").WithTags("Status")
            .WithSummary("How the whole is: jobs by state, work in flight, sources, version");
        return routes;
    }

    private static async Task<StatusView> ReadAsync(
        IJobStore jobs, IDeadLetterStore letters, IServiceProvider services, IConfiguration configuration, TimeProvider clock,
        CancellationToken cancellationToken) => new()
    {
        Counts = CountsView.Of(await jobs.CountAllAsync(cancellationToken)),
        DeadLetters = await letters.CountAsync(cancellationToken),

        // Absent where other processes run the jobs.
        InFlight = services.GetService<LeaseKeeper>()?.Count,
        Sources = services.GetService<SourceChain>()?.Status(),
        Version = Version,
        Uptime = TimeSpan.FromSeconds(Math.Floor((clock.GetUtcNow() - Started).TotalSeconds)),
        DashboardUrl = configuration["Dashboard:Url"],
    };

    private static DateTimeOffset Started { get; } = Process.GetCurrentProcess().StartTime.ToUniversalTime();
}

/// <summary>How the whole is.</summary>
internal sealed record StatusView
{
    public required CountsView Counts { get; init; }

    public required int DeadLetters { get; init; }

    public int? InFlight { get; init; }

    public IReadOnlyList<SourceStatus>? Sources { get; init; }

    public required string Version { get; init; }

    [JsonConverter(typeof(Iso8601DurationConverter))]
    public required TimeSpan? Uptime { get; init; }

    public string? DashboardUrl { get; init; }
}
