using Jobs.Submissions;

namespace Gateway.Api.Files;

/// <summary>
/// A file that was read and checked whole, and cut into batches that wait on disk until the store has them.
/// </summary>
/// <param name="SubmissionId">The submission that it becomes.</param>
/// <param name="AcceptedAt">When it was taken.</param>
/// <param name="IdempotencyKey">The caller's.</param>
/// <param name="Fingerprint">Digest of file and parameters.</param>
/// <param name="JobKind">The kind of the batches' jobs.</param>
/// <param name="Task">What is to be done with each row.</param>
/// <param name="LastBatchAt">Byte at which the last batch begins.</param>
/// <param name="Details">What is kept with the submission.</param>
/// <param name="Webhook">Who is told when every row is done.</param>
internal sealed record PreparedFile(
    string SubmissionId, DateTimeOffset AcceptedAt, string? IdempotencyKey, string? Fingerprint, string JobKind, string Task, long LastBatchAt,
    FileDetails Details, string? Webhook = null)
{
    public Submission ToSubmission() => new()
    {
        Id = global::Jobs.Submissions.SubmissionId.TryParse(SubmissionId, out var id)
            ? id
            : throw new FormatException("Not a submission's id."),
        AcceptedAt = AcceptedAt,
        IdempotencyKey = IdempotencyKey,
        Fingerprint = Fingerprint,
        Details = Details.ToJson(),
        Webhook = Webhook,
    };
}
