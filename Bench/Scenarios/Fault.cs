using Bench.Fleet;

namespace Bench.Scenarios;

/// <summary>Something that breaks in the middle of a load.</summary>
internal sealed record Fault(string Name, Func<RunningFleet, CancellationToken, Task> BreakAsync)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);

    public static Fault WorkerKilled { get; } = new("a worker killed", (fleet, _) => fleet.Workers[0].KillAsync());

    public static Fault BrokerAway { get; } = new(
        "the broker away for 10 s", (fleet, cancellationToken) => fleet.Broker!.GoAwayAsync(Outage, cancellationToken));
}
