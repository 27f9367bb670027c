using System.Text.Json;
using System.Text.Json.Serialization;
using Jobs.Running;
using Jobs.Submissions;
using Jobs.Time;

namespace Jobs.Webhooks;

/// <summary>Creates the job that notifies a webhook of the end of a submission.</summary>
public sealed class WebhookJobs(JobFactory factory, StoreClock clock, RandomSource random)
{
    public static readonly JobKind Kind = new("webhook", "webhooks.requested", JobWeight.Light);

    /// <summary>
    /// Creates the job within a submission of its own, because the other one has ended. The idempotency key contains a
    /// space, which a client's key cannot, so no client can take it, and of several processes one creates the job.
    /// </summary>
    public (Submission Submission, Job Job) Create(Submission ended, SubmissionCounts counts)
    {
        ArgumentNullException.ThrowIfNull(ended);
        ArgumentNullException.ThrowIfNull(counts);
        var now = clock.Now;
        var submission = new Submission
        {
            Id = new SubmissionId(random.NewGuid(now)),
            AcceptedAt = now,
            IdempotencyKey = $"webhook {ended.Id}",
        };
        var payload = new WebhookPayload(ended.Webhook!, Body(ended, counts, now));
        return (submission, factory.Create(
            submission.Id,
            Kind.Name,
            ended.Id.ToString(),
            JsonSerializer.Serialize(payload, WebhookJson.Default.WebhookPayload)));
    }

    /// <returns>Null when the payload is invalid.</returns>
    public static WebhookPayload? TryRead(string payload)
    {
        var read = JobPayload.TryRead(payload, WebhookJson.Default.WebhookPayload);
        return read is { Url: not null, Body: not null } ? read : null;
    }

    /// <summary>Written once, so that every attempt sends the same bytes.</summary>
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

/// <param name="Url">The address.</param>
/// <param name="Body">The body, sent as it is.</param>
public sealed record WebhookPayload(string Url, string Body);

/// <summary>The body defined by https://www.standardwebhooks.com: event, time, and data.</summary>
internal sealed record WebhookBody(string Type, DateTimeOffset Timestamp, WebhookData Data);

internal sealed record WebhookData(
    string Id,
    DateTimeOffset AcceptedAt,
    DateTimeOffset DoneAt,
    string Status,
    int Total,
    int Succeeded,
    int Failed,
    int Cancelled);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WebhookPayload))]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
