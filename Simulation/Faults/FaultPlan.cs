using System.Collections.Immutable;

namespace Simulation.Faults;

/// <summary>
/// The faults of one run: each seed draws which are on and how strong, so that rare combinations meet.
/// </summary>
internal sealed record FaultPlan
{
    /// <summary>Time after which nothing fails any more.</summary>
    public TimeSpan Until { get; init; }

    /// <summary>Strength of each kind of fault, from 0 to 1; a kind that is missing is off.</summary>
    public ImmutableSortedDictionary<FaultKind, double> Rates { get; init; } =
        ImmutableSortedDictionary<FaultKind, double>.Empty;

    public ImmutableArray<ChaosEvent> Events { get; init; } = [];

    /// <summary>Part by which the clock of every second process runs fast, and that of the others slow.</summary>
    public double Drift { get; init; }

    /// <summary>True if single calls of the store may fail, so that a renewal may be missed at any time.</summary>
    public bool HasSingleStoreFaults => RateOf(FaultKind.StoreSlow) > 0 || RateOf(FaultKind.StoreRefuses) > 0
        || RateOf(FaultKind.StoreAnswerLost) > 0 || RateOf(FaultKind.StoreOddError) > 0;

    /// <summary>Far above any hardware: the drift of minutes has to do the harm of months.</summary>
    private const double MaxDrift = 0.1;

    public double RateOf(FaultKind kind) => Rates.GetValueOrDefault(kind);

    public static FaultPlan Draw(Random random, int processes)
    {
        var until = TimeSpan.FromSeconds(random.Next(20, 120));
        var rates = ImmutableSortedDictionary.CreateBuilder<FaultKind, double>();
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            if (random.Next(3) == 0)
                rates[kind] = Math.Pow(random.NextDouble(), 2) * 0.3;
        }

        var events = ImmutableArray.CreateBuilder<ChaosEvent>();
        foreach (var kind in Enum.GetValues<ChaosKind>())
        {
            for (var left = random.Next(2) == 0 ? 0 : random.Next(5); left > 0; left--)
                events.Add(ChaosEvent.Draw(random, kind, processes, until));
        }

        return new FaultPlan
        {
            Until = until,
            Rates = rates.ToImmutable(),
            Events = events.ToImmutable(),
            Drift = random.Next(3) == 0 ? MaxDrift * random.NextDouble() : 0,
        };
    }
}

/// <summary>A fault of one call or message.</summary>
internal enum FaultKind
{
    /// <summary>The store answers after seconds.</summary>
    StoreSlow,

    /// <summary>The store refuses a call, as one that cannot be reached.</summary>
    StoreRefuses,

    /// <summary>The store does what was asked, and its answer is lost.</summary>
    StoreAnswerLost,

    /// <summary>The store answers with an error that the adapter does not know: quota, authorization, a bug.</summary>
    StoreOddError,

    /// <summary>The queue refuses a message.</summary>
    QueueRefuses,

    /// <summary>The queue has the message, and its confirmation is lost.</summary>
    QueueAnswerLost,

    /// <summary>The queue keeps a message twice.</summary>
    QueueRepeats,

    /// <summary>The queue delivers a message late.</summary>
    QueueDelays,

    /// <summary>The queue confirms a message and loses it.</summary>
    QueueLoses,

    /// <summary>The gateways do not get an event.</summary>
    EventLost,

    /// <summary>The client gets no answer to a request that was served.</summary>
    ClientAnswerLost,
}

/// <summary>A fault of a process or a server as a whole.</summary>
internal enum ChaosKind
{
    Kill,
    Pause,
    ClockJumps,
    StoreAway,
    QueueAway,
    CutOff,

    /// <summary>A process is stopped as by its host, and starts again.</summary>
    Stop,

    /// <summary>The disk of the store and of the spool is full: they answer reads and refuse writes.</summary>
    DiskFull,
}

/// <summary>Something that happens at a time.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Target">Number of the process, if it happens to one.</param>
/// <param name="At">When it happens.</param>
/// <param name="For">How long it lasts.</param>
internal sealed record ChaosEvent(ChaosKind Kind, int Target, TimeSpan At, TimeSpan For)
{
    public static ChaosEvent Draw(Random random, ChaosKind kind, int processes, TimeSpan until)
    {
        var at = until * random.NextDouble();
        var longest = random.Next(4) == 0 ? 60.0 : 12.0;
        var length = TimeSpan.FromSeconds(0.1 + longest * random.NextDouble());
        return new ChaosEvent(kind, random.Next(processes), at, length);
    }
}
