using Jobs.Failures;

namespace Extraction.Sources;

/// <summary>What the sources of one walk along the chain came to, and what follows when none gave the video.</summary>
internal sealed class ChainOutcomes
{
    private readonly List<(string Source, string Reason)> reasons = [];
    private readonly List<SourceSlot> waiting = [];
    private readonly HashSet<FailureKind> kinds = [];
    private readonly HashSet<(FailureKind Kind, string? Code)> codes = [];

    public ChainOutcomes(IEnumerable<SourceStatus> missing)
    {
        foreach (var source in missing)
            NotReady(source.Name, source.Detail);
    }

    public void NotReady(string source, string? reason) => reasons.Add((source, reason ?? "It is not ready."));

    public void Skipped(SourceSlot link)
    {
        var status = link.Status();
        var hasAsked = status.CircuitOpenUntil is not null;
        codes.Add((FailureKind.RateLimited, hasAsked ? null : SourceFailureCodes.BudgetSpent));
        reasons.Add((link.Source.Name, hasAsked
            ? "It asked us to slow down and is left alone for a while."
            : $"Its {status.RequestsPerMinute} requests a minute are used up."));
        waiting.Add(link);
    }

    public void Failed(SourceSlot link, SourceResult.Failed result)
    {
        reasons.Add((link.Source.Name, result.Failure.Reason));
        codes.Add((result.Failure.Kind, result.Failure.Code));
        if (result.Failure.Kind == FailureKind.RateLimited)
            waiting.Add(link);
        else
            kinds.Add(result.Failure.Kind);
    }

    /// <summary>
    /// While any source only has to be waited for, the job has not had its chance: it waits for the soonest of them and
    /// is not charged an attempt. Else it is what a retry may help most with.
    /// </summary>
    public Failure Combined()
    {
        if (waiting.MinBy(link => link.NextTurn()) is { } soonest)
            return new Failure(
                FailureKind.RateLimited, Sentence(), soonest.TakeTurn(), CodeOf(FailureKind.RateLimited));
        if (reasons.Count == 0)
            return new Failure(
                FailureKind.Unavailable, $"None of the configured sources can do this: add {SourceNames.YtDlp} to {SourcesOptions.Section}:{nameof(SourcesOptions.Chain)}.",
                Code: SourceFailureCodes.NoSource);
        var kind = kinds.Contains(FailureKind.Transient) || kinds.Count == 0 ? FailureKind.Transient
            : kinds.Contains(FailureKind.SourceBroken) ? FailureKind.SourceBroken
            : FailureKind.Unavailable;
        return new Failure(kind, Sentence(), Code: kinds.Count == 0 ? SourceFailureCodes.NoSource : CodeOf(kind));
    }

    /// <summary>Where the sources differ, the kind is what they agree on.</summary>
    private string? CodeOf(FailureKind kind)
    {
        string?[] known = [.. codes.Where(one => one.Kind == kind).Select(one => one.Code)];
        return known is [var only] ? only : null;
    }

    private string Sentence() =>
        $"No source gave the video: {string.Join("; ", reasons.Select(one => $"{one.Source}: {one.Reason.TrimEnd('.')}"))}.";
}
