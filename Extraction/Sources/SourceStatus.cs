namespace Extraction.Sources;

/// <summary>How a source is, for people who look after the system.</summary>
public sealed record SourceStatus
{
    public required string Name { get; init; }

    /// <summary>Absent while it is being found out.</summary>
    public bool? IsReady { get; init; }

    /// <summary>A version, or in one sentence why it is not ready.</summary>
    public string? Detail { get; init; }

    /// <summary>Until when it is left alone, because it asked for that.</summary>
    public DateTimeOffset? CircuitOpenUntil { get; init; }

    /// <summary>Requests that may be made now; absent for a source that this build does not have.</summary>
    public int? BudgetLeft { get; init; }

    public int? RequestsPerMinute { get; init; }
}
