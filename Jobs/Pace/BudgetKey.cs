namespace Jobs.Pace;

/// <summary>Names a budget: a source, and the address from which workers ask it.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Egress">Name of the egress address.</param>
public readonly record struct BudgetKey(string Source, string Egress)
{
    public const string DefaultEgress = "default";

    public override string ToString() => $"{Source} at {Egress}";
}

/// <summary>Requests granted at about one time.</summary>
/// <param name="At">Start of the slot of time.</param>
/// <param name="Requests">Number of requests.</param>
public readonly record struct Grant(DateTimeOffset At, int Requests);

/// <summary>The demand of one worker.</summary>
/// <param name="Worker">Name of the worker.</param>
/// <param name="Waiting">Number of its jobs that wait for a request.</param>
/// <param name="Priority">Priority of the most urgent one.</param>
/// <param name="At">Time at which the worker asked.</param>
public readonly record struct Demand(string Worker, int Waiting, JobPriority Priority, DateTimeOffset At)
{
    /// <summary>
    /// Time at which the worker was last granted a request; the default while it waits for its first.
    /// </summary>
    public DateTimeOffset GrantedAt { get; init; }
}

/// <summary>A worker's request to a budget.</summary>
/// <param name="Worker">Name of the worker.</param>
/// <param name="Requests">Number of requests that it can use at once.</param>
public readonly record struct BudgetCall(string Worker, int Requests)
{
    /// <summary>Number of its jobs that wait for a request.</summary>
    public int Waiting { get; init; }

    /// <summary>Priority of the most urgent job that waits.</summary>
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>Requests that were used and not granted; a negative number gives back what was not used.</summary>
    public int Charge { get; init; }
}

/// <summary>The answer of a budget.</summary>
/// <param name="Granted">Number of requests.</param>
/// <param name="Wait">Time after which to ask again, when there were too few.</param>
/// <param name="Why">Reason for too few requests.</param>
public readonly record struct BudgetAnswer(int Granted, TimeSpan Wait, BudgetLimit Why)
{
    /// <summary>The one granted request probes a source whose circuit was open.</summary>
    public bool IsProbe { get; init; }
}

/// <summary>The reason why a worker must not ask a source.</summary>
public enum BudgetLimit
{
    None,

    /// <summary>The rate is used up for now.</summary>
    Rate,

    /// <summary>The source asked to slow down.</summary>
    Circuit,

    /// <summary>An operator paused the source.</summary>
    Paused,
}
