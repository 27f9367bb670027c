using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>
/// A source's place in the chain: whether it is ready, its circuit and its budget. Safe for several threads.
/// </summary>
internal sealed class SourceSlot(IVideoSource source, SourcesOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Circuit circuit = new(options.CircuitOpen, options.CircuitMaxOpen);
    private Task<SourceReadiness>? readiness;

    public IVideoSource Source => source;

    /// <summary>Found out once, for all who ask.</summary>
    public Task<SourceReadiness> ReadinessAsync()
    {
        lock (gate)
            return readiness ??= source.ReadinessAsync(CancellationToken.None).AsTask();
    }

    /// <returns>The pass, or what keeps the source from being asked now.</returns>
    public (Pass? Pass, string? Why) TryEnter()
    {
        lock (gate)
        {
            if (circuit.TryEnter(clock.GetUtcNow()) is not { } pass)
                return (null, "circuit");
            if (source.Budget.TryTake())
                return (pass, null);
            circuit.GaveUp(pass);
            return (null, "budget");
        }
    }

    /// <param name="pass">From <see cref="TryEnter"/>.</param>
    /// <param name="answered">False when the question was given up.</param>
    /// <param name="failure">Why there was no answer to it, if so.</param>
    /// <returns>How long the circuit is open because of this result; zero when it is not.</returns>
    public TimeSpan Leave(Pass pass, bool answered, Failure? failure)
    {
        lock (gate)
        {
            switch (failure?.Kind)
            {
                case FailureKind.RateLimited:
                    return circuit.SlowDown(pass, clock.GetUtcNow(), failure.RetryAfter);
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

    /// <summary>When it is worth asking again: after the circuit, and when there is a request left.</summary>
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
