namespace Bench.CommandLine;

/// <summary>Parameters of a run, each default stated once. The load is that of the earlier system's study.</summary>
internal sealed record BenchOptions
{
    /// <summary>Requests a second.</summary>
    public double Rate { get; init; } = 50;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time the source takes for one video.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromSeconds(1.2);

    /// <summary>Standard deviation of the latency.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>Share of the source's answers that are errors.</summary>
    public double ErrorRate { get; init; }

    /// <summary>Time after which a client stops waiting.</summary>
    public TimeSpan GiveUp { get; init; } = TimeSpan.FromSeconds(10);

    public int Workers { get; init; } = 2;

    /// <summary>Jobs in flight, in each process that runs jobs.</summary>
    public int InFlight { get; init; } = 64;

    /// <summary>Number of jobs in the scenarios that count jobs.</summary>
    public int Jobs { get; init; } = 2000;

    /// <summary>Concurrent callers in <c>accept</c>.</summary>
    public int Connections { get; init; } = 50;

    /// <summary>Rows of the file in <c>files</c>, and points in <c>lookup</c>.</summary>
    public int Rows { get; init; } = 1_000_000;

    /// <summary>GeoJSON file of the districts for <c>files</c> and <c>lookup</c>.</summary>
    public string? Boundaries { get; init; }

    /// <summary>True to repeat <c>transports</c> with faults.</summary>
    public bool WithFaults { get; init; } = true;

    public string? Json { get; init; }

    public string? Html { get; init; }

    public string? Svg { get; init; }
}
