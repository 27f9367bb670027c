namespace Bench.Fleet;

/// <summary>Processes to start and their settings; everything else has the product's defaults.</summary>
internal sealed record FleetPlan
{
    /// <summary>
    /// Processes that run jobs, with a broker between them and the gateway; 0 has the gateway run them itself, without
    /// one.
    /// </summary>
    public int Workers { get; init; } = 2;

    /// <summary>True to start a broker even when <see cref="Workers"/> is 0 at first.</summary>
    public bool HasBroker { get; init; } = true;

    /// <summary>Jobs in flight, in each process that runs jobs.</summary>
    public int InFlight { get; init; } = 64;

    public SourcePlan Source { get; init; } = new();

    /// <summary>GeoJSON of districts.</summary>
    public string? Boundaries { get; init; }

    /// <summary>Further settings of the gateway and the workers; they override the fleet's own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The whole product in one process.</summary>
    public static FleetPlan OneProcess { get; } = new() { Workers = 0, HasBroker = false };
}

/// <summary>Behavior of the stand-in for YouTube.</summary>
internal sealed record SourcePlan
{
    public TimeSpan Latency { get; init; }

    /// <summary>Standard deviation of the latency.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>Share of requests that are answered 503.</summary>
    public double ErrorRate { get; init; }

    /// <summary>
    /// Length of each stream in bytes, filled with noise; when null, the stand-in encodes real audio and video.
    /// </summary>
    public long? StreamBytes { get; init; }

    /// <summary>Port of the stand-in's proxy; a free one when absent.</summary>
    public int? ProxyPort { get; init; }

    /// <summary>Bytes a second that one response of a stream gives; unbounded when absent.</summary>
    public long? BytesPerSecond { get; init; }
}
