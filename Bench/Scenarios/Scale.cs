namespace Bench.Scenarios;

/// <summary>Measures how throughput scales with workers and jobs in flight.</summary>
internal static class Scale
{
    private static readonly TimeSpan Ideal = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        foreach (var (workers, inFlight) in Steps)
        {
            var jobs = (int)(workers * inFlight * (Ideal / Drain.Defaults.Latency));
            var options = Drain.Defaults with { Workers = workers, InFlight = inFlight, Jobs = jobs };
            session.Add(await Drain.RunAsync(session, "scale", options, cancellationToken));
        }
    }

    private static readonly (int Workers, int InFlight)[] Steps =
        [(1, 1), (1, 4), (1, 16), (1, 64), (1, 256), (2, 64), (3, 64), (4, 64), (4, 256)];
}
