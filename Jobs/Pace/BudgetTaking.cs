namespace Jobs.Pace;

/// <summary>The changes of a budget.</summary>
public sealed partial record Budget
{
    /// <summary>Time that a probe has before another worker may probe.</summary>
    private static readonly TimeSpan ProbeLife = TimeSpan.FromSeconds(30);

    /// <summary>Takes up to the requests asked for, and records who waits.</summary>
    public (Budget After, BudgetAnswer Answer) Take(in BudgetCall call, DateTimeOffset now)
    {
        var current = Begin(now).Charge(call.Charge, now).Ask(call, now);
        if (OpenUntil is { } open)
            return current.TakeProbe(call, open, now);

        var reserved = current.ReservedFor(call);
        var left = Math.Max(0, RequestsPerMinute - current.Count(now - Window - Slot));
        var paced = current.PacedAt(now, now);
        var free = Math.Min(current.BurstLeft + paced, left) - reserved;
        var granted = Math.Clamp(free, 0, call.Requests);
        var fromBurst = Math.Min(granted, current.BurstLeft);
        var after = (current with { BurstLeft = current.BurstLeft - fromBurst })
            .Advance(granted - fromBurst, now)
            .Log(granted, now)
            .NoteGrant(call.Worker, granted, now);
        return (after, granted >= call.Requests
            ? new BudgetAnswer(granted, TimeSpan.Zero, BudgetLimit.None)
            : new BudgetAnswer(granted, after.WaitAt(now), BudgetLimit.Rate));
    }

    /// <summary>Records that the source asked to slow down.</summary>
    public Budget Open(string worker, DateTimeOffset until, string reason) => this with
    {
        OpenUntil = OpenUntil is { } open && open > until ? open : until,
        OpenReason = reason,
        Probe = Probe == worker ? null : Probe,
    };

    /// <summary>Records that the source answered the probe of a worker, and closes the circuit.</summary>
    public Budget Close(string worker) =>
        Probe == worker ? this with { OpenUntil = null, OpenReason = null, Probe = null } : this;

    /// <summary>Records that the probe of a worker had no answer, so that another one may follow.</summary>
    public Budget GiveUpProbe(string worker) => Probe == worker ? this with { Probe = null } : this;

    /// <summary>Gives back what a worker that stops did not use.</summary>
    public Budget Leave(string worker, int unused, DateTimeOffset now) => (Begin(now) with
    {
        Demands = Demands.RemoveAll(demand => demand.Worker == worker),
    }).Charge(-unused, now).GiveUpProbe(worker);

    private (Budget After, BudgetAnswer Answer) TakeProbe(in BudgetCall call, DateTimeOffset open, DateTimeOffset now)
    {
        if (open > now)
            return (this, new BudgetAnswer(0, open - now, BudgetLimit.Circuit));
        if (call.Requests == 0 || (Probe is not null && ProbeUntil > now))
            return (this, new BudgetAnswer(0, Credit, BudgetLimit.Circuit));
        if (Count(now - Window - Slot) >= RequestsPerMinute)
            return (this, new BudgetAnswer(0, WaitAt(now), BudgetLimit.Rate));
        return (
            (this with { Probe = call.Worker, ProbeUntil = now + ProbeLife }).Advance(1, now).Log(1, now),
            new BudgetAnswer(1, Credit, BudgetLimit.Circuit) { IsProbe = true });
    }

    /// <summary>Returns the requests that are left to other workers.</summary>
    private int ReservedFor(in BudgetCall call)
    {
        var (worker, priority) = (call.Worker, call.Priority);
        var own = Demands.FirstOrDefault(demand => demand.Worker == worker);
        var reserved = 0;
        foreach (var demand in Demands)
        {
            if (demand.Worker == worker || demand.Waiting == 0)
                continue;
            if (demand.Priority < priority)
                reserved += (demand.Waiting + JobsPerRequest - 1) / JobsPerRequest;

            // Where a request serves many jobs, workers take turns: the jobs of each collect until it has its turn.
            else if (JobsPerRequest > 1 && demand.Priority == priority && demand.GrantedAt < own.GrantedAt)
                reserved++;
        }

        return reserved;
    }

    private Budget Ask(in BudgetCall call, DateTimeOffset now)
    {
        var worker = call.Worker;
        var before = Demands.FirstOrDefault(demand => demand.Worker == worker);
        var others = Demands.RemoveAll(demand => demand.Worker == worker);
        return this with
        {
            SeenAt = now,
            Demands = call.Waiting > 0 || RemembersTurn(before, now)
                ? others.Add(new Demand(worker, call.Waiting, call.Priority, now) { GrantedAt = before.GrantedAt })
                : others,
        };
    }

    private Budget NoteGrant(string worker, int granted, DateTimeOffset now) => granted == 0
        ? this
        : this with
        {
            Demands =
            [
                .. Demands.Select(demand => demand.Worker == worker ? demand with { GrantedAt = now } : demand),
            ],
        };

    private Budget Charge(int requests, DateTimeOffset now)
    {
        if (requests >= 0 || now >= BurstUntil)
            return requests == 0 ? this : Advance(requests, now).Log(requests, now);

        // What a burst granted in vain, it may grant again.
        var unused = Math.Min(-requests, Grants.Sum(grant => grant.Requests));
        return (this with { BurstLeft = BurstLeft + unused }).Log(-unused, now);
    }

    private Budget Advance(int requests, DateTimeOffset now) => requests == 0
        ? this
        : this with { Arrival = Later(Arrival, now - Credit) + requests * IntervalAt(now) };

    private Budget Log(int requests, DateTimeOffset now)
    {
        if (requests == 0)
            return this;

        var log = Grants.ToBuilder();
        if (requests > 0)
        {
            var slot = new DateTimeOffset(now.UtcTicks - now.UtcTicks % Slot.Ticks, TimeSpan.Zero);
            if (log.Count > 0 && log[^1].At == slot)
                log[^1] = log[^1] with { Requests = log[^1].Requests + requests };
            else
                log.Add(new Grant(slot, requests));
        }

        // The latest grants are the ones that were not used.
        for (var unused = Math.Max(0, -requests); unused > 0 && log.Count > 0;)
        {
            var taken = Math.Min(unused, log[^1].Requests);
            unused -= taken;
            if (taken == log[^1].Requests)
                log.RemoveAt(log.Count - 1);
            else
                log[^1] = log[^1] with { Requests = log[^1].Requests - taken };
        }

        return this with { Grants = log.ToImmutable() };
    }

    private TimeSpan WaitAt(DateTimeOffset now)
    {
        var isFull = Count(now - Window - Slot) >= RequestsPerMinute && Grants.Length > 0;
        var next = isFull ? Later(Grants[0].At + Slot + Window, now) : Later(Arrival, now);
        var then = Begin(next);
        if (then.BurstLeft == 0)
            next = Later(next, then.Arrival);
        return next > now ? next - now : TimeSpan.FromMilliseconds(1);
    }
}
