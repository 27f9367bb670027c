using System.Collections.Immutable;

namespace Jobs.Pace;

/// <summary>
/// The budget of one source at one egress address, as all workers share it: its rate, what was granted lately, its
/// circuit, and who waits. Pure: a store keeps it, and the clock of the store decides.
/// </summary>
/// <remarks>
/// <para>
/// The rate is paced by the generic cell rate algorithm, and a log of grants bounds any minute: a worker may use a
/// grant up to <see cref="PortionLife"/> later, so a grant counts for a minute and that much more.
/// </para>
/// <para>
/// A budget that was idle grants most of a minute at once, and then spreads the rest of that minute evenly.
/// </para>
/// </remarks>
public sealed partial record Budget
{
    /// <summary>Time for which a worker may use what it was granted; what is left then is given back.</summary>
    public static readonly TimeSpan PortionLife = TimeSpan.FromSeconds(0.75);

    /// <summary>Age of a report at which the budget's workers no longer count.</summary>
    public static readonly TimeSpan ReportLife = TimeSpan.FromSeconds(30);

    /// <summary>Resolution of the log of grants.</summary>
    internal static readonly TimeSpan Slot = TimeSpan.FromSeconds(0.5);

    /// <summary>Unused time that a late caller still gets.</summary>
    private static readonly TimeSpan Credit = TimeSpan.FromSeconds(1);

    /// <summary>Age at which a worker's demand no longer counts.</summary>
    private static readonly TimeSpan DemandLife = TimeSpan.FromSeconds(3);

    /// <summary>Time for which the turn of a worker counts although it waits for nothing.</summary>
    private static readonly TimeSpan TurnLife = TimeSpan.FromMinutes(2);

    /// <summary>Use of a minute, as a part of the rate, up to which a budget counts as idle.</summary>
    private const double IdlePart = 0.125;

    public required BudgetKey Key { get; init; }

    public int RequestsPerMinute { get; init; } = 1;

    /// <summary>
    /// Time from a grant to its use at the source: the life of a portion, and the way. Zero for a budget of one
    /// process.
    /// </summary>
    public TimeSpan Lag { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Part of a minute that an idle budget grants at once.</summary>
    public double BurstPart { get; init; } = 0.75;

    /// <summary>Jobs that one request serves, for a source that answers for many at once.</summary>
    public int JobsPerRequest { get; init; } = 1;

    /// <summary>Latest time at which a worker took from this budget or reported that it has the source.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>Theoretical arrival time of the next request.</summary>
    public DateTimeOffset Arrival { get; init; }

    /// <summary>Requests left of the burst that began when the budget was idle.</summary>
    public int BurstLeft { get; init; }

    /// <summary>End of the minute that began with the burst.</summary>
    public DateTimeOffset BurstUntil { get; init; }

    /// <summary>Grants within the window, oldest first.</summary>
    public ImmutableArray<Grant> Grants { get; init; } = [];

    /// <summary>Workers with jobs that wait for a request.</summary>
    public ImmutableArray<Demand> Demands { get; init; } = [];

    /// <summary>End of the pause that the source asked for; in the past while half-open, null while closed.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>Reason of the open circuit, for people.</summary>
    public string? OpenReason { get; init; }

    /// <summary>The worker whose request probes the source.</summary>
    public string? Probe { get; init; }

    /// <summary>Time from which another worker may probe the source.</summary>
    public DateTimeOffset ProbeUntil { get; init; }

    /// <summary>Returns the requests granted within the last minute.</summary>
    public int UsedAt(DateTimeOffset now) => Count(now - TimeSpan.FromMinutes(1));

    /// <summary>Returns the number of jobs that wait at workers for a request.</summary>
    public int WaitingAt(DateTimeOffset now) =>
        Demands.Where(demand => now - demand.At < DemandLife).Sum(demand => demand.Waiting);

    /// <summary>Returns the requests that can be granted until a time, as far as is known now.</summary>
    public int AvailableAt(DateTimeOffset now, TimeSpan ahead)
    {
        var until = now + ahead;
        if (OpenUntil is { } open)
            return open > until || (Probe is not null && ProbeUntil > now) ? 0 : 1;

        var begun = Begin(now);
        var left = begun.RequestsPerMinute - begun.Count(until - Window - Slot);
        return Math.Clamp(begun.BurstLeft + begun.PacedAt(until, now), 0, Math.Max(0, left));
    }

    /// <summary>Returns the time until the next request can be granted, as far as is known now.</summary>
    public TimeSpan NextIn(DateTimeOffset now) => OpenUntil > now ? OpenUntil.Value - now
        : AvailableAt(now, TimeSpan.Zero) > 0 ? TimeSpan.Zero
        : Begin(now).WaitAt(now);

    /// <summary>Time after which a grant no longer counts: a minute, and the time that its use may take.</summary>
    private TimeSpan Window => TimeSpan.FromMinutes(1) - Slot + Lag;

    /// <summary>Returns the time between two requests.</summary>
    private TimeSpan IntervalAt(DateTimeOffset now)
    {
        var full = (Window + Slot) / RequestsPerMinute;
        return now < BurstUntil && BurstPart < 1 ? full / (1 - BurstPart) : full;
    }

    private int PacedAt(DateTimeOffset at, DateTimeOffset now)
    {
        var from = Later(Arrival, now - Credit);
        return from > at ? 0 : 1 + (int)Math.Min(int.MaxValue / 2, (at - from) / IntervalAt(now));
    }

    /// <summary>Drops what no longer counts, and begins a burst when the budget was idle.</summary>
    private Budget Begin(DateTimeOffset now)
    {
        // A clock that was set back must not keep grants for longer than a window.
        var end = now + Window;
        var current = this with
        {
            Grants = [.. Grants.Where(grant => grant.At + Slot + Window > now && grant.At <= end)],
            Demands = [.. Demands.Where(demand => now - demand.At < DemandLife || RemembersTurn(demand, now))
                .Select(demand => now - demand.At < DemandLife ? demand : demand with { Waiting = 0 })],
            Arrival = Arrival > end ? now : Arrival,
            BurstUntil = BurstUntil > end + Slot ? now : BurstUntil,
        };

        var used = current.Grants.Sum(grant => grant.Requests);
        return now >= current.BurstUntil && used <= RequestsPerMinute * IdlePart
            ? current with
            {
                BurstUntil = now + Window + Slot,
                BurstLeft = Math.Max(1, (int)(RequestsPerMinute * BurstPart)) - used,
                Arrival = Later(current.Arrival, now),
            }
            : now >= current.BurstUntil ? current.EndBurst() : current;
    }

    /// <summary>Ends the slower pace that followed a burst.</summary>
    private Budget EndBurst()
    {
        if (BurstUntil == default)
            return this;
        var next = BurstUntil + (Window + Slot) / RequestsPerMinute;
        return this with { BurstLeft = 0, BurstUntil = default, Arrival = Arrival < next ? Arrival : next };
    }

    /// <summary>Checks that a worker had its turn lately, at a source where workers take turns.</summary>
    private bool RemembersTurn(in Demand demand, DateTimeOffset now) =>
        JobsPerRequest > 1 && now - demand.GrantedAt < TurnLife;

    private int Count(DateTimeOffset since) => Grants.Where(grant => grant.At > since).Sum(grant => grant.Requests);

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
