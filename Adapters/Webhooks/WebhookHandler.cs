using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Jobs.Failures;
using Jobs.Running;
using Jobs.Webhooks;
using Microsoft.Extensions.Options;

namespace Adapters.Webhooks;

/// <summary>
/// Notifies one receiver of one submission. Retries are those of every job, so they survive this process; the message
/// ID is the job ID, which lets the receiver recognize a repeated message.
/// </summary>
internal sealed class WebhookHandler(
    IHttpClientFactory clients, IOptions<WebhookOptions> options, TimeProvider clock) : IJobHandler
{
    public const string ClientName = "webhooks";

    public JobKind Kind => WebhookJobs.Kind;

    public async Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (WebhookJobs.TryRead(context.Job.Payload) is not { } payload)
            return Failed(FailureKind.Invalid, "The job's payload is not a webhook.", null);

        // Checked again: the address may no longer be allowed.
        if (!WebhookAddress.TryParse(payload.Url, options.Value, out var address, out var problem))
            return Failed(FailureKind.Unavailable, problem, WebhookFailureCodes.Refused);

        var startedAt = clock.GetUtcNow();
        var outcome = await SendAsync(address, payload.Body, context.Job.Id.ToString(), cancellationToken);
        context.AddStage(
            $"post {address.IdnHost}", startedAt, outcome is JobOutcome.Failed failed ? failed.Failure.Reason : "ok");
        return outcome;
    }

    private async Task<JobOutcome> SendAsync(Uri address, string body, string id, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Links", "1"));
        WebhookSignature.Sign(request, options.Value.Keys(), id, clock.GetUtcNow(), body);
        try
        {
            // The response's body is not needed, and could be endless.
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return Outcome(address.IdnHost, response);
        }
        catch (HttpRequestException error) when (error.InnerException is WebhookRefusedException)
        {
            return Failed(
                FailureKind.Unavailable,
                $"{address.IdnHost} has no public address, so no message was sent.",
                WebhookFailureCodes.Refused);
        }
        catch (HttpRequestException error)
        {
            return Failed(
                FailureKind.Transient,
                $"Could not connect to {address.IdnHost} ({error.HttpRequestError}).",
                WebhookFailureCodes.Unreachable);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(
                FailureKind.Transient,
                $"{address.IdnHost} did not respond within {options.Value.Timeout.TotalSeconds:0.#} s.",
                WebhookFailureCodes.Unreachable);
        }
    }

    private static JobOutcome Outcome(string host, HttpResponseMessage response) => response switch
    {
        { IsSuccessStatusCode: true } => new JobOutcome.Success(),

        // By the convention the receiver wants no further messages.
        { StatusCode: HttpStatusCode.Gone } => Failed(
            FailureKind.Unavailable, $"{host} wants no further messages (HTTP 410).", WebhookFailureCodes.Rejected),
        _ => Failed(
            FailureKind.Transient,
            $"{host} responded with HTTP {(int)response.StatusCode}.",
            WebhookFailureCodes.Rejected,
            response.Headers.RetryAfter?.Delta),
    };

    private static JobOutcome.Failed Failed(
        FailureKind kind, string reason, string? code, TimeSpan? retryAfter = null) =>
        new(new Failure(kind, reason, retryAfter, code));
}
