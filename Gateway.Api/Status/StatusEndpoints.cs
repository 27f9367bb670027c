using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Serialization;
using Extraction.Sources;
using Gateway.Api.OpenApi;
using Gateway.Api.Submissions;
using Jobs.DeadLetters;
using Jobs.Stores;
using Jobs.Workers;

namespace Gateway.Api.Status;

internal static class StatusEndpoints
{
    private static readonly string Version =
        typeof(StatusEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static IEndpointRouteBuilder MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status", ReadAsync).WithName("GetStatus").WithTags("Status")
            .WithSummary("How the whole is: jobs by state, workers, lag, sources, version")
            .WithDescription("lag is how many messages of the queue are not done, as the workers know it; it and what a worker holds are some seconds old.");
        return routes;
    }

    private static async Task<StatusView> ReadAsync(
        IJobReader jobs, IDeadLetterStore letters, IWorkerStore workers, IServiceProvider services, IConfiguration configuration, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        // Where the gateway runs the jobs itself, it is the one worker and nobody has to tell it so.
        var working = services.GetService<ThisWorker>() is { } self
            ? [self.Report()]
            : await workers.ListAsync(clock.GetUtcNow(), cancellationToken);
        return new StatusView
        {
            Counts = CountsView.Of(await jobs.CountAllAsync(cancellationToken)),
            DeadLetters = await letters.CountAsync(cancellationToken),
            InFlight = working.Sum(worker => worker.InFlight),
            Workers = WorkersView.Of(working),
            Lag = working.Any(worker => worker.Share.Lag is not null)
                ? working.Sum(worker => worker.Share.Lag ?? 0)
                : null,
            Sources = SourceReport.Merge(working.Select(worker => worker.Details)),
            Version = Version,
            Uptime = TimeSpan.FromSeconds(Math.Floor((clock.GetUtcNow() - Started).TotalSeconds)),
            DashboardUrl = configuration["Dashboard:Url"],
        };
    }

    private static DateTimeOffset Started { get; } = Process.GetCurrentProcess().StartTime.ToUniversalTime();
}

/// <summary>How the whole is.</summary>
internal sealed record StatusView
{
    public required CountsView Counts { get; init; }

    public required int DeadLetters { get; init; }

    public required int InFlight { get; init; }

    public required WorkersView Workers { get; init; }

    public long? Lag { get; init; }

    public required IReadOnlyList<SourceStatus> Sources { get; init; }

    public required string Version { get; init; }

    [JsonConverter(typeof(Iso8601DurationConverter))]
    public required TimeSpan? Uptime { get; init; }

    public string? DashboardUrl { get; init; }
}
