using Jobs;
using Jobs.Pace;

namespace Extraction.Sources;

/// <summary>
/// Holds this process's portion of a shared budget, and serves its jobs from it in the order of their priority. What is
/// not used within <see cref="Budget.PortionLife"/> goes back with the next call of the store. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // The semaphore has no handle, and lives as long as the process.
internal sealed class BudgetPortion(SharedBudgets budgets, Budget configured, string worker, TimeProvider clock)
#pragma warning restore CA1001
{
    /// <summary>Shortest time between two calls while jobs wait: they share what has come by then.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest time between two calls while jobs wait, so that a change is known soon.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim asking = new(1, 1);
    private readonly PriorityQueue<Waiter, (JobPriority, long)> waiters = new();
    private Budget? known;
    private int held;
    private int charge;
    private bool isProbe;
    private bool isServing;
    private long heldAt;
    private long askedAt;
    private long number;
    private TimeSpan pause;
    private BudgetAnswer latest;

    public Budget Known
    {
        get
        {
            lock (gate)
                return known ?? configured;
        }
    }

    public int Left
    {
        get
        {
            lock (gate)
            {
                Expire();
                return held + (known ?? configured).AvailableAt(clock.GetUtcNow(), TimeSpan.Zero);
            }
        }
    }

    public void Charge(int requests)
    {
        lock (gate)
            charge += requests;
    }

    /// <summary>Holds a request again that was taken for a caller who takes it later.</summary>
    public void Regain(Pass pass)
    {
        lock (gate)
        {
            held++;
            isProbe = pass is Pass.Probe;
            heldAt = clock.GetTimestamp();
        }
    }

    /// <summary>Takes a request, or with 0 only asks if the source may be asked; never waits for the rate.</summary>
    public async ValueTask<(Pass? Pass, BudgetAnswer Answer)> TryTakeAsync(
        int requests, CancellationToken cancellationToken)
    {
        if (TryTakeHeld(requests, out var pass) || IsKnown(requests))
            return (pass, latest);

        await asking.WaitAsync(cancellationToken);
        try
        {
            // Another caller may have asked in the meantime.
            if (!TryTakeHeld(requests, out pass) && !IsKnown(requests))
            {
                await AskAsync(requests, cancellationToken);
                TryTakeHeld(requests, out pass);
            }

            return (pass, latest);
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>Waits for a request, behind the more urgent jobs of this process.</summary>
    public async ValueTask<Pass?> TakeAsync(
        JobPriority priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(priority);
        lock (gate)
        {
            waiters.Enqueue(waiter, (priority, number++));
            if (!isServing)
            {
                isServing = true;
                _ = Task.Run(ServeAsync, CancellationToken.None);
            }
        }

        await using var cancelled = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).TrySetCanceled(token), waiter);
        using var late = clock.CreateTimer(
            static state => ((Waiter)state!).TrySetResult(null), waiter, patience, Timeout.InfiniteTimeSpan);
        return await waiter.Task;
    }

    public async ValueTask ChangeAsync(
        Func<Budget, string, DateTimeOffset, Budget> change, CancellationToken cancellationToken)
    {
        var changed = await budgets.ChangeAsync(
            configured, (budget, now) => change(budget, worker, now), cancellationToken);
        lock (gate)
        {
            known = changed;
            if (changed.OpenUntil is not null)
                (charge, held) = (charge - held, 0);
            askedAt = 0;
        }
    }

    public async ValueTask ReturnAsync(CancellationToken cancellationToken)
    {
        int unused;
        lock (gate)
            (unused, held, charge) = (held - charge, 0, 0);
        await ChangeAsync((budget, name, now) => budget.Leave(name, unused, now), cancellationToken);
    }

    private bool TryTakeHeld(int requests, out Pass? pass)
    {
        lock (gate)
        {
            Expire();
            pass = null;

            // Jobs that wait have their turn first.
            if (held < Math.Max(1, requests) || (waiters.Count > 0 && requests > 0))
                return requests == 0 && IsFresh && latest.Why is BudgetLimit.None && Allow(out pass);
            pass = isProbe ? Pass.Probe : Pass.Ordinary;
            held -= requests;
            isProbe &= held > 0;
            return true;
        }
    }

    private static bool Allow(out Pass? pass)
    {
        pass = Pass.Ordinary;
        return true;
    }

    /// <summary>Checks that the store said lately that there is nothing to take.</summary>
    private bool IsKnown(int requests)
    {
        lock (gate)
        {
            return latest.Why is not BudgetLimit.None && IsFresh
                && (requests == 0 || clock.GetElapsedTime(askedAt) < pause);
        }
    }

    private bool IsFresh => askedAt != 0 && clock.GetElapsedTime(askedAt) < LongestPause;

    private async Task AskAsync(int requests, CancellationToken cancellationToken)
    {
        BudgetCall call;
        lock (gate)
        {
            Expire();
            DropLeft();
            var waiting = waiters.Count;
            var most = Math.Max(
                1, (int)(configured.RequestsPerMinute * (Budget.PortionLife / TimeSpan.FromMinutes(1))));
            call = new BudgetCall(worker, requests == 0 ? 0 : Math.Max(Math.Min(waiting, most * 2), most))
            {
                Waiting = waiting,
                Priority = waiting > 0 ? waiters.Peek().Priority : JobPriority.Normal,
                Charge = charge,
            };
            charge = 0;
        }

        try
        {
            var (budget, answer) = await budgets.TakeAsync(configured, call, cancellationToken);
            lock (gate)
            {
                (known, latest) = (budget, answer);
                (heldAt, askedAt) = (clock.GetTimestamp(), clock.GetTimestamp());
                held += answer.Granted;
                isProbe = answer.IsProbe;
                pause = answer.Wait < ShortestPause ? ShortestPause
                    : answer.Wait < LongestPause ? answer.Wait
                    : LongestPause;
            }
        }
        catch
        {
            // The charge was not settled, unless only the answer was lost.
            lock (gate)
                charge += call.Charge;
            throw;
        }
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                await asking.WaitAsync(CancellationToken.None);
                try
                {
                    if (!ServeHeld())
                        return;
                    await AskAsync(1, CancellationToken.None);
                    if (!ServeHeld())
                        return;
                }
                finally
                {
                    asking.Release();
                }
            }
#pragma warning disable CA1031 // Each job that waits gets the failure of the store, and its attempt reports it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Fail(error);
                return;
            }

            await Task.Delay(pause, clock, CancellationToken.None);
        }
    }

    /// <returns>False when no job waits any more.</returns>
    private bool ServeHeld()
    {
        lock (gate)
        {
            Expire();
            DropLeft();
            while (held > 0 && waiters.TryDequeue(out var waiter, out _))
            {
                if (!waiter.TrySetResult(isProbe ? Pass.Probe : Pass.Ordinary))
                    continue;
                held--;
                isProbe = false;
            }

            DropLeft();
            return isServing = waiters.Count > 0;
        }
    }

    private void Fail(Exception error)
    {
        lock (gate)
        {
            while (waiters.TryDequeue(out var waiter, out _))
                waiter.TrySetException(error);
            isServing = false;
        }
    }

    /// <summary>Forgets waiters that gave up, at least those at the front.</summary>
    private void DropLeft()
    {
        while (waiters.TryPeek(out var waiter, out _) && waiter.Task.IsCompleted)
            waiters.Dequeue();
    }

    private void Expire()
    {
        if (held == 0 || clock.GetElapsedTime(heldAt) < Budget.PortionLife)
            return;
        charge -= held;
        held = 0;
        isProbe = false;
    }

    private sealed class Waiter(JobPriority priority)
        : TaskCompletionSource<Pass?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public JobPriority Priority => priority;
    }
}
