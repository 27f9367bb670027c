using Bench.CommandLine;
using Bench.Fleet;

namespace Bench.Scenarios;

/// <summary>A transport of a link from the gateway to the process that runs its job.</summary>
/// <param name="Name">In reports.</param>
/// <param name="Path">Where the link is posted.</param>
/// <param name="Prefer">The header of that name.</param>
/// <param name="HasBroker">Whether a broker and workers run; else the gateway does the jobs.</param>
internal sealed record TransportMode(string Name, string Path, string? Prefer, bool HasBroker)
{
    public static TransportMode HttpDirect { get; } = new(
        "HTTP, straight to a worker", "links?transport=http", null, HasBroker: true);

    public static TransportMode Kafka { get; } = new("Kafka, fire and forget", "links", null, HasBroker: true);

    public static TransportMode KafkaReply { get; } = new(
        "Kafka, request and reply", "links", "wait=8", HasBroker: true);

    public static TransportMode OneProcess { get; } = new("one process", "links", null, HasBroker: false);

    public static IReadOnlyList<TransportMode> All { get; } = [HttpDirect, Kafka, KafkaReply, OneProcess];

    /// <summary>Gives every transport the same number of jobs in flight.</summary>
    public FleetPlan PlanFor(BenchOptions options)
    {
        var source = new SourcePlan
        {
            Latency = options.Latency,
            Spread = options.Spread,
            ErrorRate = options.ErrorRate,
        };
        return HasBroker
            ? new FleetPlan { Workers = options.Workers, InFlight = options.InFlight, Source = source }
            : FleetPlan.OneProcess with { InFlight = options.Workers * options.InFlight, Source = source };
    }
}
