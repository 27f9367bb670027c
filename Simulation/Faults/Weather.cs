using Simulation.Scheduling;

namespace Simulation.Faults;

/// <summary>Decides the fate of each call by the plan, until the faults end.</summary>
internal sealed class Weather(World world, FaultPlan plan, int seed)
{
    private readonly Random random = new(seed);
    private readonly Dictionary<ChaosKind, TimeSpan> awayUntil = [];
    private readonly Dictionary<string, TimeSpan> cutOffUntil = new(StringComparer.Ordinal);

    public FaultPlan Plan => plan;

    /// <summary>Number of faults so far, by name.</summary>
    public SortedDictionary<string, int> Injected { get; } = new(StringComparer.Ordinal);

    public bool IsCalm { get; private set; }

    /// <summary>Drift of the clocks, until the faults end.</summary>
    public double Drift => IsCalm ? 0 : plan.Drift;

    /// <summary>Ends all faults.</summary>
    public void Calm() => IsCalm = true;

    public void BeginAway(ChaosKind server, TimeSpan length) =>
        awayUntil[server] = Later(awayUntil.GetValueOrDefault(server), world.Now + length);

    public void CutOff(string process, TimeSpan length) =>
        cutOffUntil[process] = Later(cutOffUntil.GetValueOrDefault(process), world.Now + length);

    /// <summary>Checks that a process cannot reach a server now.</summary>
    public bool IsAway(ChaosKind server, string process) => !IsCalm
        && (awayUntil.GetValueOrDefault(server) > world.Now || cutOffUntil.GetValueOrDefault(process) > world.Now);

    /// <summary>Checks that the disk of the store takes no write now.</summary>
    public bool IsDiskFull => !IsCalm && awayUntil.GetValueOrDefault(ChaosKind.DiskFull) > world.Now;

    /// <summary>Checks that a process was cut off from the servers lately.</summary>
    public bool WasCutOff(string process, TimeSpan lately) =>
        cutOffUntil.TryGetValue(process, out var until) && until + lately > world.Now;

    /// <summary>Decides about one fault, and counts it.</summary>
    public bool Strikes(FaultKind kind)
    {
        var rate = plan.RateOf(kind);
        if (IsCalm || rate == 0 || random.NextDouble() >= rate)
            return false;
        Count(kind.ToString());
        return true;
    }

    public void Count(string fault) => Injected[fault] = Injected.GetValueOrDefault(fault) + 1;

    /// <summary>Returns the time of one way over the network.</summary>
    public TimeSpan Latency() => TimeSpan.FromMilliseconds(0.2 + 3 * random.NextDouble());

    /// <summary>Returns a time between two bounds, in seconds.</summary>
    public TimeSpan Between(double least, double most) =>
        TimeSpan.FromSeconds(least + (most - least) * random.NextDouble());

    public int Next(int end) => random.Next(end);

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
