namespace Jobs.Submissions;

/// <summary>What one request asked for: a set of jobs that are counted and waited for together.</summary>
public sealed record Submission
{
    public required SubmissionId Id { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The caller's <c>Idempotency-Key</c>; unique over all submissions.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// Digest of the request that came with the key, so that a key used for another request is found out.
    /// </summary>
    public string? Fingerprint { get; init; }

    /// <summary>
    /// What else a domain keeps with a submission (a file's columns, say), as JSON that only it reads.
    /// </summary>
    public string? Details { get; init; }

    /// <summary>Who is to be told that every job has ended; absent once the telling is a job of its own.</summary>
    public string? Webhook { get; init; }
}
