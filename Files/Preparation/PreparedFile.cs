using Jobs.Submissions;

namespace Files.Preparation;

/// <summary>
/// Represents a file that is checked and split into batches, which wait on disk until the store has them.
/// </summary>
/// <param name="SubmissionId">The submission that it becomes.</param>
/// <param name="AcceptedAt">Time of acceptance.</param>
/// <param name="IdempotencyKey">The caller's key.</param>
/// <param name="Fingerprint">Digest of the file and its parameters.</param>
/// <param name="JobKind">Kind of the batches' jobs.</param>
/// <param name="Task">The task for each row, as JSON.</param>
/// <param name="LastBatchAt">Offset of the last batch, in bytes.</param>
/// <param name="Details">Stored with the submission.</param>
/// <param name="Webhook">Address that is notified when every row is done.</param>
public sealed record PreparedFile(
    string SubmissionId, DateTimeOffset AcceptedAt, string? IdempotencyKey, string? Fingerprint, string JobKind,
    string Task, long LastBatchAt, FileDetails Details, string? Webhook = null)
{
    public Submission ToSubmission() => new()
    {
        Id = global::Jobs.Submissions.SubmissionId.TryParse(SubmissionId, out var id)
            ? id
            : throw new FormatException("A prepared file has an invalid submission ID."),
        AcceptedAt = AcceptedAt,
        IdempotencyKey = IdempotencyKey,
        Fingerprint = Fingerprint,
        Details = Details.ToJson(),
        Webhook = Webhook,
    };
}
