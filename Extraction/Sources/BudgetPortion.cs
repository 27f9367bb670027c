using Jobs;
using Jobs.Pace;

namespace Extraction.Sources;

/// <summary>
/// Holds this process's portion of a shared budget, and serves its jobs from it in the order of their priority. What is
/// not used within <see cref="Budget.PortionLife"/> goes back with the next call of the store. Thread-safe.
/// </summary>
internal sealed class BudgetPortion(SharedBudgets budgets, Budget configured, string worker, TimeProvider clock)
{
    /// <summary>Shortest time between two calls while jobs wait: they share what has come by then.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest time between two calls while jobs wait, so that a change is known soon.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly AsyncGate asking = new();
    private readonly RequestQueue waiting = new();
    private readonly HeldRequests held = new(clock);
    private Budget? known;
    private DateTimeOffset knownAt;
    private long knownSince;
    private bool isServing;
    private long askedAt;
    private TimeSpan pause;
    private BudgetAnswer latest;

    /// <summary>The end of the open circuit, by the clock of the store; null while it is closed.</summary>
    public DateTimeOffset? OpenUntil
    {
        get
        {
            lock (gate)
                return known?.OpenUntil is { } until && until > StoreTime ? until : null;
        }
    }

    public int Left
    {
        get
        {
            lock (gate)
                return held.Count + (known ?? configured).AvailableAt(StoreTime, TimeSpan.Zero);
        }
    }

    public void Charge(int requests)
    {
        lock (gate)
            held.Charge(requests);
    }

    /// <summary>Holds a request again that was taken for a caller who takes it later.</summary>
    public void Regain(Pass pass)
    {
        lock (gate)
            held.Add(1, pass is Pass.Probe);
    }

    /// <summary>Takes a request, or with 0 only asks if the source may be asked; never waits for the rate.</summary>
    public async ValueTask<(Pass? Pass, BudgetAnswer Answer)> TryTakeAsync(
        int requests, CancellationToken cancellationToken)
    {
        if (IsKnown(requests, out var pass))
            return (pass, latest);

        await asking.WaitAsync(cancellationToken);
        try
        {
            // Another caller may have asked in the meantime.
            if (!IsKnown(requests, out pass))
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
    /// <param name="priority">The priority.</param>
    /// <param name="patience">Maximum wait; ends sooner when no request can come within it.</param>
    /// <param name="jobs">Returns the number of jobs that the request will serve.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask<Pass?> TakeAsync(
        JobPriority priority, TimeSpan patience, Func<int> jobs, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(priority, clock.GetUtcNow() + patience, jobs);
        lock (gate)
        {
            waiting.Add(waiter);
            if (!isServing)
            {
                isServing = true;

                // It serves other jobs after this one, so it belongs to the trace of none.
                using (ExecutionContext.SuppressFlow())
                    _ = ServeAsync();
            }
        }

        await using var cancelled = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).TrySetCanceled(token), waiter);
        await using var late = clock.CreateTimer(
            static state => ((Waiter)state!).TrySetResult(null), waiter, patience, Timeout.InfiniteTimeSpan);
        return await waiter.Task;
    }

    public async ValueTask ChangeAsync(
        Func<Budget, string, DateTimeOffset, Budget> change, CancellationToken cancellationToken)
    {
        var (changed, at) = await budgets.ChangeAsync(
            configured, (budget, now) => change(budget, worker, now), cancellationToken);
        lock (gate)
        {
            Know(changed, at);
            if (changed.OpenUntil is not null)
                held.GiveUp();
            askedAt = 0;
        }
    }

    public async ValueTask ReturnAsync(CancellationToken cancellationToken)
    {
        int owed;
        lock (gate)
        {
            held.GiveUp();
            owed = held.Settle();
        }

        await ChangeAsync((budget, name, now) => budget.Leave(name, -owed, now), cancellationToken);
    }

    /// <summary>The time of the store, whose grants and circuit it judges.</summary>
    private DateTimeOffset StoreTime => known is null ? clock.GetUtcNow() : knownAt + clock.GetElapsedTime(knownSince);

    private void Know(Budget budget, DateTimeOffset at) =>
        (known, knownAt, knownSince) = (budget, at, clock.GetTimestamp());

    private bool IsFresh => askedAt != 0 && clock.GetElapsedTime(askedAt) < LongestPause;

    /// <summary>Takes what is held, or knows that the store said lately that there is nothing to take.</summary>
    private bool IsKnown(int requests, out Pass? pass)
    {
        if (TryTakeHeld(requests, out pass))
            return true;
        lock (gate)
        {
            return latest.Why is not BudgetLimit.None && IsFresh
                && (requests == 0 || clock.GetElapsedTime(askedAt) < pause);
        }
    }

    private bool TryTakeHeld(int requests, out Pass? pass)
    {
        lock (gate)
        {
            // Jobs that wait have their turn first.
            pass = held.Count >= Math.Max(1, requests) && (requests == 0 || waiting.Requests == 0) ? held.Take(requests)
                : requests == 0 && IsFresh && latest.Why is BudgetLimit.None ? Pass.Ordinary
                : null;
            return pass is not null;
        }
    }

    private async Task AskAsync(int requests, CancellationToken cancellationToken)
    {
        BudgetCall call;
        lock (gate)
        {
            // What has expired is owed back.
            _ = held.Count;
            var wanted = waiting.Requests;
            var most = Math.Max(
                1, (int)(configured.RequestsPerMinute * (Budget.PortionLife / TimeSpan.FromMinutes(1))));
            call = new BudgetCall(worker, requests == 0 ? 0 : Math.Max(Math.Min(wanted, most * 2), most))
            {
                Waiting = waiting.Jobs,
                Priority = waiting.Priority,
                Charge = held.Settle(),
            };
        }

        try
        {
            var (budget, answer, at) = await budgets.TakeAsync(configured, call, cancellationToken);
            lock (gate)
            {
                Know(budget, at);
                (latest, askedAt) = (answer, clock.GetTimestamp());
                if (answer.Granted > 0)
                    held.Add(answer.Granted, answer.IsProbe);
                pause = answer.Wait < ShortestPause ? ShortestPause
                    : answer.Wait < LongestPause ? answer.Wait
                    : LongestPause;
            }
        }
        catch
        {
            // The charge was not settled, unless only the answer was lost.
            lock (gate)
                held.Charge(call.Charge);
            throw;
        }
    }

    /// <summary>Serves the jobs that wait, until none does.</summary>
    private async Task ServeAsync()
    {
        await Task.Yield();
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
                    lock (gate)
                        waiting.GiveUpBefore(clock.GetUtcNow() + latest.Wait);
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
                lock (gate)
                {
                    waiting.Fail(error);
                    isServing = false;
                }

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
            while (held.Count > 0 && waiting.TryServe(held.Next))
                held.Take(1);
            return isServing = waiting.Requests > 0;
        }
    }
}
