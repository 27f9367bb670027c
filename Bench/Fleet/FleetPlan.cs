namespace Bench.Fleet;

/// <summary>What runs, and how it is set. What is not said here is as a user gets it.</summary>
internal sealed record FleetPlan
{
    /// <summary>
    /// Processes that run jobs, with a broker between them and the gateway; 0 has the gateway run them itself, without
    /// one.
    /// </summary>
    public int Workers { get; init; } = 2;

    /// <summary>Whether a broker and workers are meant even though <see cref="Workers"/> is 0 at first.</summary>
    public bool HasBroker { get; init; } = true;

    /// <summary>Jobs in work at once, in each process that runs jobs.</summary>
    public int InFlight { get; init; } = 64;

    public SourcePlan Source { get; init; } = new();

    /// <summary>GeoJSON of districts.</summary>
    public string? Boundaries { get; init; }

    /// <summary>What else is set of the gateway and the workers; wins over what a fleet sets itself.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The whole product in one process.</summary>
    public static FleetPlan OneProcess { get; } = new() { Workers = 0, HasBroker = false };
}

/// <summary>How the stand-in for YouTube answers.</summary>
internal sealed record SourcePlan
{
    public TimeSpan Latency { get; init; }

    /// <summary>Standard deviation of the latency.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>Share of requests that are answered 503.</summary>
    public double ErrorRate { get; init; }

    /// <summary>
    /// Bytes of each stream, which are then nothing but bytes; absent has the stand-in make sound and picture.
    /// </summary>
    public long? StreamBytes { get; init; }

    /// <summary>Bytes a second that one response of a stream gives; unbounded when absent.</summary>
    public long? BytesPerSecond { get; init; }
}
