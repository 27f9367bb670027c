using Jobs.Submissions;

namespace Jobs.Stores;

/// <summary>Which jobs, how many, from where.</summary>
public sealed record JobQuery
{
    public const int MaxLimit = 1000;

    public SubmissionId? SubmissionId { get; init; }

    /// <summary>Any of these states; all when empty.</summary>
    public IReadOnlyList<JobState> States { get; init; } = [];

    public string? Kind { get; init; }

    /// <summary>Only jobs changed at or after this.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>By id: oldest first within a submission (the order of the request), else newest first.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Jobs after this one in that order.</summary>
    public JobId? After { get; init; }

    public int Limit { get; init; } = 100;

    /// <summary>
    /// Whether <see cref="Job.Result"/>, <see cref="Job.Payload"/> and <see cref="Job.Stages"/> are read; they may be
    /// large.
    /// </summary>
    public bool WithDetails { get; init; }
}
