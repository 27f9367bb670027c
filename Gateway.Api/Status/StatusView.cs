using System.Text.Json.Serialization;
using Extraction.Sources;
using Gateway.Api.OpenApi;
using Gateway.Api.Pausing;
using Gateway.Api.Submissions;

namespace Gateway.Api.Status;

/// <summary>Represents the status of the whole system.</summary>
internal sealed record StatusView
{
    public required CountsView Counts { get; init; }

    public required int DeadLetters { get; init; }

    public required int InFlight { get; init; }

    public required WorkersView Workers { get; init; }

    public long? Lag { get; init; }

    public required IReadOnlyList<SourceStatus> Sources { get; init; }

    public required PausesView Pauses { get; init; }

    public required TurnsView Turns { get; init; }

    public required DiskView Disk { get; init; }

    public required string Version { get; init; }

    [JsonConverter(typeof(Iso8601DurationConverter))]
    public required TimeSpan? Uptime { get; init; }

    public string? DashboardUrl { get; init; }
}
