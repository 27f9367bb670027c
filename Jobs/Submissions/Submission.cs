namespace Jobs.Submissions;

/// <summary>A set of jobs from one request, counted and awaited together.</summary>
public sealed record Submission
{
    public required SubmissionId Id { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The <c>Idempotency-Key</c> of the caller, unique over all submissions.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Digest of the request that came with the key, to detect a key reused for another request.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Data of a domain, such as a file's columns, as JSON that only the domain reads.</summary>
    public string? Details { get; init; }

    /// <summary>URL to notify when every job has ended; null once a job has taken it over.</summary>
    public string? Webhook { get; init; }
}
