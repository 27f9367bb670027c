using Bench.Fleet;
using Bench.Reports;

namespace Bench.Scenarios;

/// <summary>Measures the time from start to ready, and memory at rest.</summary>
internal static class Idle
{
    private const int Starts = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        session.Add(await RunAsync(session, "one process", FleetPlan.OneProcess, Starts, cancellationToken));
        session.Add(await RunAsync(session, "with broker and 2 workers", new FleetPlan(), 1, cancellationToken));
    }

    public static async Task<Run> RunAsync(
        Session session, string name, FleetPlan plan, int starts, CancellationToken cancellationToken)
    {
        var ready = new List<TimeSpan>();
        IReadOnlyDictionary<string, Usage> atRest = new Dictionary<string, Usage>();
        for (var start = 1; start <= starts; start++)
        {
            session.Say($"Start to ready, {name}: {start} of {starts}");
            await using var fleet = await RunningFleet.StartAsync(plan, cancellationToken);
            ready.Add(fleet.GatewayReadyAfter);
            if (start < starts)
                continue;

            fleet.ResetUsage();
            await Task.Delay(Rest, session.Clock, cancellationToken);
            atRest = fleet.Usage();
        }

        ready.Sort();
        return new Run
        {
            Group = "at rest",
            Name = name,
            Metrics =
            [
                new Metric("start to ready", ready[ready.Count / 2].TotalSeconds, "s"),
                .. atRest.Where(row => row.Key is not ("stand-in" or "broker")).SelectMany(row => (Metric[])
                [
                    new($"{row.Key}: memory", row.Value.Memory / 1e6, "MB"),
                    new($"{row.Key}: processor", 100 * (row.Value.Processor / Rest), "% of a core"),
                ]),
            ],
        };
    }
}
