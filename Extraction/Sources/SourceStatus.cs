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

    /// <summary>The request budget; null for a source that this build does not include.</summary>
    public int? RequestsPerMinute { get; init; }
}
