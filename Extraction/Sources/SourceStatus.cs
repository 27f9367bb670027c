using Jobs.Pace;

namespace Extraction.Sources;

/// <summary>Describes the state of a source, for operators.</summary>
public sealed record SourceStatus
{
    public required string Name { get; init; }

    /// <summary>Null until the readiness check has finished.</summary>
    public bool? IsReady { get; init; }

    /// <summary>The version when ready; otherwise one sentence that says what to do.</summary>
    public string? Detail { get; init; }

    /// <summary>End of the pause that the source asked for; null when there is none.</summary>
    public DateTimeOffset? CircuitOpenUntil { get; init; }

    /// <summary>Requests that are available now; null for a source that this build does not include.</summary>
    public int? BudgetLeft { get; init; }

    /// <summary>Requests granted to all workers in the last minute; null while no worker shares the budget.</summary>
    public int? UsedLastMinute { get; init; }

    /// <summary>Jobs at workers that wait for a request; those in the store do not count.</summary>
    public int? Waiting { get; init; }

    /// <summary>Reason of the open circuit, as the source gave it.</summary>
    public string? CircuitReason { get; init; }

    /// <summary>True while an operator paused the source.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Time of the next request; null while there is one, and for a source without workers.</summary>
    public DateTimeOffset? NextRequestAt { get; init; }

    /// <summary>Questions that wait for a free process of the source, which has no part in its budget.</summary>
    public int? Busy { get; init; }

    /// <summary>Returns the state with the budgets that all workers share, one for each egress address.</summary>
    public SourceStatus With(IReadOnlyList<Budget> shared, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(shared);
        var own = shared.Where(budget => budget.Key.Source == Name && now - budget.SeenAt < Budget.ReportLife).ToList();
        return own.Count == 0 ? this : this with
        {
            CircuitOpenUntil = own.Max(budget => budget.OpenUntil) is { } until && until > now ? until : null,
            CircuitReason = own.Find(budget => budget.OpenUntil > now)?.OpenReason,
            BudgetLeft = own.Sum(budget => budget.AvailableAt(now, TimeSpan.Zero)),
            RequestsPerMinute = own.Sum(budget => budget.RequestsPerMinute),
            UsedLastMinute = own.Sum(budget => budget.UsedAt(now)),
            Waiting = own.Sum(budget => budget.WaitingAt(now)),
            NextRequestAt = own.Min(budget => budget.NextIn(now)) is var next && next > TimeSpan.Zero
                ? now + next
                : null,
        };
    }

    /// <summary>The request budget; null for a source that this build does not include.</summary>
    public int? RequestsPerMinute { get; init; }
}
