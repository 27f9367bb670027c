using Jobs.Submissions;

namespace Jobs.Stores;

/// <summary>Selects a page of jobs.</summary>
public sealed record JobQuery
{
    public const int MaxLimit = 1000;

    public SubmissionId? SubmissionId { get; init; }

    /// <summary>Selects jobs in any of these states; all when empty.</summary>
    public IReadOnlyList<JobState> States { get; init; } = [];

    public string? Kind { get; init; }

    /// <summary>Selects jobs changed at or after this time.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>
    /// Sorts by ID: oldest first, which within a submission is the order of the request, or newest first.
    /// </summary>
    public bool OldestFirst { get; init; }

    /// <summary>Selects jobs after this one in that order.</summary>
    public JobId? After { get; init; }

    /// <summary>Selects jobs up to and including this one in that order.</summary>
    public JobId? Through { get; init; }

    public int Limit { get; init; } = 100;

    /// <summary>Reads <see cref="Job.Result"/> and <see cref="Job.Stages"/>, which can be large.</summary>
    public bool WithDetails { get; init; }

    /// <summary>Reads <see cref="Job.Payload"/>, which can be large.</summary>
    public bool WithPayload { get; init; }

    /// <summary>
    /// Bytes of results and payloads after which a page ends, however many jobs it has; at least one.
    /// </summary>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;
}
