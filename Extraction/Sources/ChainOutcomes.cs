using Jobs.Failures;
using Jobs.Pace;

namespace Extraction.Sources;

/// <summary>Collects the failures of one walk along the chain and combines them into the job's failure.</summary>
/// <param name="missing">The sources that this build does not include.</param>
/// <param name="capable">Names of all registered sources that can answer this question.</param>
internal sealed class ChainOutcomes(IEnumerable<SourceStatus> missing, IReadOnlyList<string> capable)
{
    private readonly List<(string Source, string Reason)> reasons =
        [.. missing.Select(source => (source.Name, source.Detail!))];

    private readonly List<(SourceSlot Slot, TimeSpan Wait)> waiting = [];
    private TimeSpan? busyFor;
    private readonly HashSet<FailureKind> kinds = [];
    private readonly HashSet<(FailureKind Kind, string? Code)> codes = [];
    private bool isLimited;

    /// <summary>The source whose rate allows the next request; null when no rate is the reason.</summary>
    public SourceSlot? Soonest { get; private set; }

    public void NotReady(string source, string? reason) => reasons.Add((source, reason ?? "It is not ready."));

    public void Skipped(SourceSlot slot, BudgetAnswer answer)
    {
        if (answer.Why is BudgetLimit.Rate
            && (Soonest is null || waiting.TrueForAll(other => answer.Wait < other.Wait)))
            Soonest = slot;
        codes.Add((
            FailureKind.RateLimited, answer.Why is BudgetLimit.Rate ? SourceFailureCodes.BudgetSpent : null));
        reasons.Add((slot.Source.Name, answer.Why switch
        {
            BudgetLimit.Circuit => "It asked us to slow down and is paused for a while.",
            BudgetLimit.Paused => "An operator paused it.",
            _ => $"Its {slot.Source.Budget.RequestsPerMinute} requests per minute are used up.",
        }));
        waiting.Add((slot, answer.Wait));
    }

    public void Failed(SourceSlot slot, Failure failure, TimeSpan openFor)
    {
        reasons.Add((slot.Source.Name, failure.Reason));
        codes.Add((failure.Kind, failure.Code));
        if (failure is { Kind: FailureKind.RateLimited, Code: SourceFailureCodes.SourceBusy, RetryAfter: { } busy })
        {
            busyFor = busyFor < busy ? busyFor : busy;
            return;
        }

        if (failure.Kind != FailureKind.RateLimited)
        {
            kinds.Add(failure.Kind);
            return;
        }

        isLimited |= failure.Code is not SourceFailureCodes.BudgetSpent;
        waiting.Add((slot, openFor > TimeSpan.Zero ? openFor : failure.RetryAfter ?? TimeSpan.Zero));
    }

    /// <summary>
    /// Combines the outcomes. While any source only needs to be waited for, the job has not had its chance: it waits
    /// for the first of them, and no attempt is charged. Otherwise the kind that a retry is most likely to fix wins.
    /// </summary>
    public Failure Combined()
    {
        if (busyFor is { } busy)
            return new Failure(FailureKind.RateLimited, Sentence(), busy, CodeOf(FailureKind.RateLimited));
        if (waiting.Count > 0)
        {
            var soonest = waiting.Min(one => one.Wait);
            return new Failure(
                FailureKind.RateLimited, Sentence(), soonest > TimeSpan.Zero ? soonest : TimeSpan.Zero,
                CodeOf(FailureKind.RateLimited))
            {
                WaitsForTurn = !isLimited,
            };
        }

        if (reasons.Count == 0)
            return new Failure(FailureKind.Unavailable, NoneCapable(), Code: SourceFailureCodes.NoSource);
        var kind = kinds.Contains(FailureKind.Transient) || kinds.Count == 0 ? FailureKind.Transient
            : kinds.Contains(FailureKind.SourceBroken) ? FailureKind.SourceBroken
            : FailureKind.Unavailable;
        return new Failure(kind, Sentence(), Code: kinds.Count == 0 ? SourceFailureCodes.NoSource : CodeOf(kind));
    }

    private string NoneCapable()
    {
        const string setting = $"{SourcesOptions.Section}:{nameof(SourcesOptions.Chain)}";
        return capable.Count == 0
            ? "No source of this build can do this: use a build that includes one."
            : $"None of the configured sources can do this: add {string.Join(" or ", capable)} to {setting}.";
    }

    /// <summary>Returns the code of the kind when all sources agree on it.</summary>
    private string? CodeOf(FailureKind kind)
    {
        string?[] known = [.. codes.Where(one => one.Kind == kind).Select(one => one.Code)];
        return known is [var only] ? only : null;
    }

    private string Sentence()
    {
        var parts = reasons.Select(one => $"{one.Source}: {one.Reason.TrimEnd('.')}");
        return $"No source returned the video: {string.Join("; ", parts)}.";
    }
}
