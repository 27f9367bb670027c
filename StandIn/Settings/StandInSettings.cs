using System.Collections.Frozen;
using StandIn.Requests;

namespace StandIn.Settings;

/// <summary>Behavior of the stand-in; can be changed while it runs.</summary>
internal sealed record StandInSettings
{
    /// <summary>Mean time until a metadata answer begins. None by default.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Standard deviation of a normal latency, half the width of a uniform one.</summary>
    public TimeSpan Spread { get; init; }

    public Distribution Distribution { get; init; } = Distribution.Normal;

    /// <summary>The same seed gives the nth request for a video the same latency and the same error.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Shares of metadata requests that go wrong.</summary>
    public ErrorRates Errors { get; init; } = new();

    /// <summary><c>Retry-After</c> of a drawn 429.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time that a slow body takes to arrive.</summary>
    public TimeSpan SlowBody { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Metadata requests answered in a minute, all routes together; beyond it 429. No limit by default.
    /// </summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>
    /// Exceptions for single routes. Routes without metadata have no latency and no errors unless named here.
    /// </summary>
    public IReadOnlyDictionary<SourceRoute, RouteSettings> Routes { get; init; } =
        FrozenDictionary<SourceRoute, RouteSettings>.Empty;

    public MediaFaults Media { get; init; } = new();

    /// <summary>
    /// Bytes of each stream of a synthetic video. 5 MB: a short song, small enough for hundreds at once.
    /// </summary>
    public long SyntheticMediaBytes { get; init; } = 5_000_000;

    public RouteBehaviour For(SourceRoute route)
    {
        var own = Routes.GetValueOrDefault(route);
        return route.IsMetadata
            ? new RouteBehaviour(own?.Latency ?? Latency, own?.Spread ?? Spread, own?.Errors ?? Errors)
            : new RouteBehaviour(own?.Latency ?? default, own?.Spread ?? default, own?.Errors ?? ErrorRates.None);
    }

    /// <summary>Null, or in one sentence what to change.</summary>
    public string? WhyInvalid() => this switch
    {
        _ when Latency < TimeSpan.Zero || Spread < TimeSpan.Zero || RetryAfter < TimeSpan.Zero
            || SlowBody < TimeSpan.Zero =>
            "Latency, spread, retryAfter and slowBody must not be negative.",
        _ when Routes.Values.Any(route => route.Latency < TimeSpan.Zero || route.Spread < TimeSpan.Zero) =>
            "The latency and the spread of a route must not be negative.",
        _ when Routes.Values.Select(route => route.Errors ?? ErrorRates.None).Prepend(Errors)
            .Any(errors => !errors.AreRates) =>
            "Error rates must be between 0 and 1, and together at most 1.",
        { RequestsPerMinute: < 0 } => "requestsPerMinute must not be negative.",
        { SyntheticMediaBytes: < 1024 } => "syntheticMediaBytes must be at least 1024.",
        _ when !Media.IsValid => "Byte counts and times of media faults must not be negative, and bytesPerSecond must be at least 1.",
        _ => null,
    };
}

internal enum Distribution
{
    Normal,
    Uniform,
}

/// <summary>Exceptions of one route; absent values are the general ones.</summary>
internal sealed record RouteSettings
{
    public TimeSpan? Latency { get; init; }

    public TimeSpan? Spread { get; init; }

    public ErrorRates? Errors { get; init; }
}

/// <summary>Effective settings of a route: its own over the general ones.</summary>
internal readonly record struct RouteBehaviour(TimeSpan Latency, TimeSpan Spread, ErrorRates Errors);
