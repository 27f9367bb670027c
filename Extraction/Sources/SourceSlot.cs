using Jobs;
using Jobs.Failures;
using Jobs.Pace;

namespace Extraction.Sources;

/// <summary>Holds a source's place in the chain: its readiness, circuit, and budget. Thread-safe.</summary>
internal sealed class SourceSlot(IVideoSource source, SourcesOptions options)
{
    private readonly Lock gate = new();
    private Task<SourceReadiness>? readiness;

    public IVideoSource Source => source;

    /// <summary>Checks the readiness once for all callers.</summary>
    public Task<SourceReadiness> ReadinessAsync()
    {
        lock (gate)
            return readiness ??= source.ReadinessAsync(CancellationToken.None).AsTask();
    }

    /// <summary>Takes a request, unless the source takes its own, and never waits for it.</summary>
    /// <returns>The pass; null when the source must not be asked now, with the answer that says why.</returns>
    public ValueTask<(Pass? Pass, BudgetAnswer Answer)> TryEnterAsync(CancellationToken cancellationToken) =>
        source.TakesOwnBudget
            ? source.Budget.TryPassAsync(cancellationToken)
            : source.Budget.TryEnterAsync(1, cancellationToken);

    /// <summary>Waits for a request.</summary>
    public ValueTask<Pass?> EnterAsync(
        JobPriority priority, TimeSpan patience, CancellationToken cancellationToken) =>
        source.Budget.EnterAsync(priority, patience, cancellationToken);

    /// <summary>Ends a request.</summary>
    /// <param name="pass">The pass from <see cref="TryEnterAsync"/>.</param>
    /// <param name="answered">False when the request was canceled.</param>
    /// <param name="failure">The failure that the source answered with; null when it found the value.</param>
    /// <returns>The time for which this answer opens the circuit; zero when it does not.</returns>
    public async ValueTask<TimeSpan> LeaveAsync(Pass pass, bool answered, Failure? failure)
    {
        if (failure is { Kind: FailureKind.RateLimited } and not
            { Code: SourceFailureCodes.BudgetSpent or SourceFailureCodes.SourceBusy })
        {
            var wait = failure.RetryAfter is not { } wanted || wanted <= TimeSpan.Zero ? options.CircuitOpen
                : wanted < options.CircuitMaxOpen ? wanted
                : options.CircuitMaxOpen;
            await source.Budget.ChangeAsync(
                (budget, worker, now) => budget.Open(worker, now + wait, failure.Reason), CancellationToken.None);
            return wait;
        }

        // Only the probe closes the circuit: requests in flight when it opened may still be answered, and prove
        // nothing.
        if (pass is Pass.Probe)
        {
            var isAlive = answered && failure?.Kind is not (FailureKind.Transient or FailureKind.RateLimited);
            await source.Budget.ChangeAsync(
                (budget, worker, _) => isAlive ? budget.Close(worker) : budget.GiveUpProbe(worker),
                CancellationToken.None);
        }

        return TimeSpan.Zero;
    }

    public SourceStatus Status()
    {
        lock (gate)
        {
            var ready = readiness is { IsCompletedSuccessfully: true } known ? known.Result : null;
            return new SourceStatus
            {
                Name = source.Name,
                IsReady = ready?.IsReady,
                Detail = ready?.Detail,
                CircuitOpenUntil = source.Budget.OpenUntil,
                BudgetLeft = source.Budget.Left,
                RequestsPerMinute = source.Budget.RequestsPerMinute,
                Busy = source.Busy is > 0 and var busy ? busy : null,
            };
        }
    }
}
