using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>Holds a source's place in the chain: its readiness, circuit, and budget. Thread-safe.</summary>
internal sealed class SourceSlot(IVideoSource source, SourcesOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Circuit circuit = new(options.CircuitOpen, options.CircuitMaxOpen);
    private Task<SourceReadiness>? readiness;

    public IVideoSource Source => source;

    /// <summary>Checks the readiness once for all callers.</summary>
    public Task<SourceReadiness> ReadinessAsync()
    {
        lock (gate)
            return readiness ??= source.ReadinessAsync(CancellationToken.None).AsTask();
    }

    /// <returns>The pass, or the reason why the source must not be asked now.</returns>
    public (Pass? Pass, string? Why) TryEnter()
    {
        lock (gate)
        {
            if (circuit.TryEnter(clock.GetUtcNow()) is not { } pass)
                return (null, "circuit");
            if (source.TakesOwnBudget || source.Budget.TryTake())
                return (pass, null);
            circuit.GaveUp(pass);
            return (null, "budget");
        }
    }

    /// <summary>Ends a request.</summary>
    /// <param name="pass">The pass from <see cref="TryEnter"/>.</param>
    /// <param name="answered">False when the request was canceled.</param>
    /// <param name="failure">The failure that the source answered with; null when it found the value.</param>
    /// <returns>The time for which this answer opens the circuit; zero when it does not.</returns>
    public TimeSpan Leave(Pass pass, bool answered, Failure? failure)
    {
        lock (gate)
        {
            switch (failure?.Kind)
            {
                // Our own limits say nothing about the source.
                case FailureKind.RateLimited
                    when failure!.Code is SourceFailureCodes.BudgetSpent or SourceFailureCodes.SourceBusy:
                    circuit.GaveUp(pass);
                    break;
                case FailureKind.RateLimited:
                    return circuit.SlowDown(pass, clock.GetUtcNow(), failure!.RetryAfter);
                case FailureKind.Transient:
                    circuit.GaveUp(pass);
                    break;
                default:
                    if (answered)
                        circuit.Answered(pass);
                    else
                        circuit.GaveUp(pass);
                    break;
            }

            return TimeSpan.Zero;
        }
    }

    /// <summary>Returns the wait until the circuit lets a request through and the budget has one.</summary>
    public TimeSpan NextTurn() => source.Budget.NextTurn(CircuitWait());

    /// <inheritdoc cref="RequestBudget.TakeTurn"/>
    public TimeSpan TakeTurn() => source.Budget.TakeTurn(CircuitWait());

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
                CircuitOpenUntil = circuit.OpenUntil is { } until && until > clock.GetUtcNow() ? until : null,
                BudgetLeft = source.Budget.Left,
                RequestsPerMinute = source.Budget.RequestsPerMinute,
            };
        }
    }

    private TimeSpan CircuitWait()
    {
        lock (gate)
            return circuit.Wait(clock.GetUtcNow());
    }
}
