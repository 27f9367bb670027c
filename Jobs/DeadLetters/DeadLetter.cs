using Jobs.Failures;

namespace Jobs.DeadLetters;

/// <summary>
/// A message or a job that could not be done, with all that is needed to understand it and to put it back.
/// </summary>
public sealed record DeadLetter
{
    /// <summary>Version 7 UUID: sorts by time.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The job, where the message named one.</summary>
    public JobId? JobId { get; init; }

    public string? Kind { get; init; }

    public required Failure Failure { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Where it came from, as <c>links.requested[3]@42</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>The bytes as they came, at most <see cref="MaxRawBytes"/> of them.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    public const int MaxRawBytes = 1024 * 1024;
}
