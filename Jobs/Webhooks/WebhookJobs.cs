using System.Text.Json;
using System.Text.Json.Serialization;
using Jobs.Running;
using Jobs.Submissions;

namespace Jobs.Webhooks;

/// <summary>Makes the job that tells somebody of a submission's end.</summary>
public sealed class WebhookJobs(JobFactory factory, TimeProvider clock)
{
    public static readonly JobKind Kind = new("webhook", "webhooks.requested", JobWeight.Light);

    /// <summary>
    /// The submission of the telling, which is one of its own: the other has ended and stays so. Its key has a space,
    /// which no client's has, so nobody can take it beforehand, and of any number of processes one makes it.
    /// </summary>
    public (Submission Submission, Job Job) Create(Submission ended, SubmissionCounts counts)
    {
        ArgumentNullException.ThrowIfNull(ended);
        ArgumentNullException.ThrowIfNull(counts);
        var now = clock.GetUtcNow();
        var submission = new Submission { Id = SubmissionId.New(clock), AcceptedAt = now, IdempotencyKey = $"webhook {ended.Id}" };
        var payload = new WebhookPayload(ended.Webhook!, Body(ended, counts, now));
        return (submission, factory.Create(
            submission.Id,
            Kind.Name,
            ended.Id.ToString(),
            JsonSerializer.Serialize(payload, WebhookJson.Default.WebhookPayload)));
    }

    /// <returns>Null when the payload is not one.</returns>
    public static WebhookPayload? TryRead(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, WebhookJson.Default.WebhookPayload) is { Url: not null, Body: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Made once, so that every attempt sends the same bytes.</summary>
    private static string Body(Submission ended, SubmissionCounts counts, DateTimeOffset now) =>
        JsonSerializer.Serialize(
        new WebhookBody(
            "submission.done", now, new WebhookData(
                ended.Id.ToString(),
                ended.AcceptedAt,
                now,
                $"/submissions/{ended.Id}",
                counts.Total,
                counts.Succeeded,
                counts.Failed,
                counts.Cancelled)),
        WebhookJson.Default.WebhookBody);
}

/// <param name="Url">Where to.</param>
/// <param name="Body">What is sent, as it is.</param>
public sealed record WebhookPayload(string Url, string Body);

/// <summary>As https://www.standardwebhooks.com has it: what happened, when, and about what.</summary>
internal sealed record WebhookBody(string Type, DateTimeOffset Timestamp, WebhookData Data);

internal sealed record WebhookData(
    string Id, DateTimeOffset AcceptedAt, DateTimeOffset DoneAt, string Status, int Total, int Succeeded, int Failed, int Cancelled);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WebhookPayload))]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
