using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Jobs.Submissions;

namespace Files.Preparation;

/// <summary>Represents a file that is checked and split into batches.</summary>
/// <param name="SubmissionId">The submission that it becomes.</param>
/// <param name="AcceptedAt">Time of acceptance.</param>
/// <param name="IdempotencyKey">The caller's key.</param>
/// <param name="Fingerprint">Digest of the file and its parameters.</param>
/// <param name="JobKind">Kind of the batches' jobs.</param>
/// <param name="Task">The task for each row, as JSON.</param>
/// <param name="Details">Stored with the submission.</param>
/// <param name="Webhook">Address that is notified when every row is done.</param>
/// <param name="Version">
/// Version of this record. A spooled file of version 1 was accepted when it was spooled, even if its submission is not
/// stored; later ones are accepted when their submission is stored.
/// </param>
public sealed record PreparedFile(
    string SubmissionId, DateTimeOffset AcceptedAt, string? IdempotencyKey, string? Fingerprint, string JobKind,
    string Task, FileDetails Details, string? Webhook = null, int Version = 1)
{
    public const int CurrentVersion = 2;

    /// <summary>The submission's ID.</summary>
    public SubmissionId Id => global::Jobs.Submissions.SubmissionId.TryParse(SubmissionId, out var id)
        ? id
        : throw new InvalidDataException("A prepared file has an invalid submission ID.");

    public Submission ToSubmission() => new()
    {
        Id = Id,
        AcceptedAt = AcceptedAt,
        IdempotencyKey = IdempotencyKey,
        Fingerprint = Fingerprint,
        Details = Details.ToJson(),
        Webhook = Webhook,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FilesJson.Default.PreparedFile);

    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out PreparedFile? file)
    {
        file = null;
        try
        {
            file = JsonSerializer.Deserialize(json, FilesJson.Default.PreparedFile);
            return file is { SubmissionId: not null, JobKind: not null, Task: not null, Details.Batches: > 0 }
                && global::Jobs.Submissions.SubmissionId.TryParse(file.SubmissionId, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
