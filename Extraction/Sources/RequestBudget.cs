using Jobs;
using Jobs.Pace;

namespace Extraction.Sources;

/// <summary>
/// Limits the requests per minute of one source. Alone it counts the requests of this process; once shared, it takes
/// them from the budget in the store, in portions of less than a second. Thread-safe.
/// </summary>
public sealed class RequestBudget
{
    /// <summary>Resolution of the system's timers.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private BudgetPortion? portion;
    private Budget own;

    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public RequestBudget(int requestsPerMinute, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requestsPerMinute, 1);
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        RequestsPerMinute = requestsPerMinute;
        own = new Budget
        {
            Key = new BudgetKey("own", BudgetKey.DefaultEgress),
            RequestsPerMinute = requestsPerMinute,
            Lag = TimeSpan.Zero,
            BurstPart = 1,
        };
    }

    public int RequestsPerMinute { get; }

    /// <summary>Jobs that one request serves, for a source that answers for many at once.</summary>
    public int JobsPerRequest { get; init; } = 1;

    /// <summary>Whole requests that are available now, as far as this process knows.</summary>
    public int Left
    {
        get
        {
            if (portion is { } shared)
                return shared.Left;
            lock (gate)
                return own.AvailableAt(clock.GetUtcNow(), TimeSpan.Zero);
        }
    }

    /// <summary>
    /// The end of the open circuit, by the clock of the store if the budget is shared; null while it is closed.
    /// </summary>
    internal DateTimeOffset? OpenUntil
    {
        get
        {
            if (portion is { } shared)
                return shared.OpenUntil;
            lock (gate)
                return own.OpenUntil is { } until && until > clock.GetUtcNow() ? until : null;
        }
    }

    /// <summary>Takes one request of this process's own budget if one is available.</summary>
    public bool TryTake() => TakeOwn(1).Granted == 1;

    /// <summary>Takes one request if one is available, without waiting for the rate.</summary>
    public async ValueTask<bool> TryTakeAsync(CancellationToken cancellationToken) =>
        (await TryEnterAsync(1, cancellationToken)).Pass is not null;

    /// <summary>Takes one request for many jobs, and waits up to a time for its turn.</summary>
    /// <param name="patience">Maximum wait.</param>
    /// <param name="jobs">Returns the number of jobs that wait for the request.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask<bool> TakeAsync(TimeSpan patience, Func<int> jobs, CancellationToken cancellationToken) =>
        await EnterAsync(JobPriority.Normal, patience, jobs, cancellationToken) is not null;

    /// <summary>
    /// Charges requests beyond the one taken, such as repeats or several requests for one video. A negative number
    /// returns requests, such as those of several videos that share one request.
    /// </summary>
    public void Charge(int requests)
    {
        if (portion is { } shared)
        {
            shared.Charge(requests);
            return;
        }

        lock (gate)
            own = own.Take(new BudgetCall("", 0) { Charge = requests }, clock.GetUtcNow()).After;
    }

    /// <summary>Takes the requests from the budget in the store from now on.</summary>
    internal void Share(SharedBudgets budgets, BudgetKey key, string worker) => portion = new BudgetPortion(
        budgets,
        new Budget { Key = key, RequestsPerMinute = RequestsPerMinute, JobsPerRequest = JobsPerRequest },
        worker,
        clock);

    /// <summary>Takes a request, or with 0 only asks if the source may be asked.</summary>
    internal async ValueTask<(Pass? Pass, BudgetAnswer Answer)> TryEnterAsync(
        int requests, CancellationToken cancellationToken)
    {
        if (portion is { } shared)
            return await shared.TryTakeAsync(requests, cancellationToken);
        var answer = TakeOwn(requests);
        return (answer.IsProbe ? Pass.Probe : answer.Why is BudgetLimit.None ? Pass.Ordinary : null, answer);
    }

    /// <summary>
    /// Checks that a source that takes its own requests may be asked. The probe of a source whose circuit was open
    /// stays here until the source takes it.
    /// </summary>
    internal async ValueTask<(Pass? Pass, BudgetAnswer Answer)> TryPassAsync(CancellationToken cancellationToken)
    {
        var (pass, answer) = await TryEnterAsync(0, cancellationToken);

        // The source itself waits for the rate, with one request for many jobs.
        if (pass is null && answer.Why is BudgetLimit.Rate)
            return (Pass.Ordinary, answer);
        if (pass is not null || answer.Why is not BudgetLimit.Circuit)
            return (pass, answer);
        (pass, answer) = await TryEnterAsync(1, cancellationToken);
        if (pass is not null)
            portion?.Regain(pass.Value);
        return (pass, answer);
    }

    /// <summary>Waits for the request of one job, up to a time.</summary>
    internal ValueTask<Pass?> EnterAsync(
        JobPriority priority, TimeSpan patience, CancellationToken cancellationToken) =>
        EnterAsync(priority, patience, static () => 1, cancellationToken);

    private async ValueTask<Pass?> EnterAsync(
        JobPriority priority, TimeSpan patience, Func<int> jobs, CancellationToken cancellationToken)
    {
        if (portion is { } shared)
            return await shared.TakeAsync(priority, patience, jobs, cancellationToken);

        for (var left = patience; ;)
        {
            var (pass, answer) = await TryEnterAsync(1, cancellationToken);
            if (pass is not null || answer.Wait > left)
                return pass;
            var wait = answer.Wait > Shortest ? answer.Wait : Shortest;
            await Task.Delay(wait, clock, cancellationToken);
            left -= wait;
        }
    }

    /// <summary>Changes the state that all workers share: the circuit, or what a worker gives back.</summary>
    internal async ValueTask ChangeAsync(
        Func<Budget, string, DateTimeOffset, Budget> change, CancellationToken cancellationToken)
    {
        if (portion is { } shared)
        {
            await shared.ChangeAsync(change, cancellationToken);
            return;
        }

        lock (gate)
            own = change(own, "", clock.GetUtcNow());
    }

    /// <summary>Gives back what this process holds.</summary>
    internal ValueTask ReturnAsync(CancellationToken cancellationToken) =>
        portion is { } shared ? shared.ReturnAsync(cancellationToken) : default;

    private BudgetAnswer TakeOwn(int requests)
    {
        lock (gate)
        {
            (own, var answer) = own.Take(new BudgetCall("", requests), clock.GetUtcNow());
            return answer;
        }
    }
}
