using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>Collects the failures of one walk along the chain and combines them into the job's failure.</summary>
/// <param name="missing">The sources that this build does not include.</param>
/// <param name="capable">Names of all registered sources that can answer this question.</param>
internal sealed class ChainOutcomes(IEnumerable<SourceStatus> missing, IReadOnlyList<string> capable)
{
    private readonly List<(string Source, string Reason)> reasons =
        [.. missing.Select(source => (source.Name, source.Detail!))];

    private readonly List<SourceSlot> waiting = [];
    private TimeSpan? busyFor;
    private readonly HashSet<FailureKind> kinds = [];
    private readonly HashSet<(FailureKind Kind, string? Code)> codes = [];

    public void NotReady(string source, string? reason) => reasons.Add((source, reason ?? "It is not ready."));

    public void Skipped(SourceSlot slot)
    {
        var status = slot.Status();
        var isPaused = status.CircuitOpenUntil is not null;
        codes.Add((FailureKind.RateLimited, isPaused ? null : SourceFailureCodes.BudgetSpent));
        reasons.Add((slot.Source.Name, isPaused
            ? "It asked us to slow down and is paused for a while."
            : $"Its {status.RequestsPerMinute} requests per minute are used up."));
        waiting.Add(slot);
    }

    public void Failed(SourceSlot slot, Failure failure)
    {
        reasons.Add((slot.Source.Name, failure.Reason));
        codes.Add((failure.Kind, failure.Code));
        if (failure is { Kind: FailureKind.RateLimited, Code: SourceFailureCodes.SourceBusy, RetryAfter: { } wait })
            busyFor = busyFor < wait ? busyFor : wait;
        else if (failure.Kind == FailureKind.RateLimited)
            waiting.Add(slot);
        else
            kinds.Add(failure.Kind);
    }

    /// <summary>
    /// Combines the outcomes. While any source only needs to be waited for, the job has not had its chance: it waits
    /// for the first of them, and no attempt is charged. Otherwise the kind that a retry is most likely to fix wins.
    /// </summary>
    public Failure Combined()
    {
        if (busyFor is { } busy)
            return new Failure(FailureKind.RateLimited, Sentence(), busy, CodeOf(FailureKind.RateLimited));
        if (waiting.MinBy(slot => slot.NextTurn()) is { } soonest)
            return new Failure(
                FailureKind.RateLimited, Sentence(), soonest.TakeTurn(), CodeOf(FailureKind.RateLimited));
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
