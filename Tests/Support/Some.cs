using Jobs;
using Jobs.Submissions;

namespace Tests.Support;

/// <summary>Creates jobs and submissions as a request does.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    public static readonly TimeSpan RedeliveryDelay = TimeSpan.FromSeconds(10);

    public static Submission Submission(string? key = null, DateTimeOffset? at = null) => new()
    {
        Id = new SubmissionId(Guid.CreateVersion7(at ?? Noon)),
        AcceptedAt = at ?? Noon,
        IdempotencyKey = key,
        Fingerprint = key is null ? null : "fingerprint",
    };

    public static Job Job(SubmissionId submission, string key = "a", string kind = "link", DateTimeOffset? at = null) =>
        new()
    {
        Id = new JobId(Guid.CreateVersion7(at ?? Noon)),
        SubmissionId = submission,
        Kind = kind,
        Key = key,
        Payload = $$"""{"videoId":"{{key}}"}""",
        AcceptedAt = at ?? Noon,
        UpdatedAt = at ?? Noon,
        NextRelayAt = (at ?? Noon) + TimeSpan.FromSeconds(5),
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    /// <summary>Creates jobs with IDs in order.</summary>
    public static Job[] Jobs(SubmissionId submission, int count, string kind = "link") =>
        [.. Enumerable.Range(0, count).Select(i => Job(submission, $"key-{i}", kind, Noon.AddMilliseconds(i)))];
}
