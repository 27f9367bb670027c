using Adapters.Webhooks;
using Gateway.Api.Links;
using Gateway.Api.Problems;
using Jobs.Submissions;
using Microsoft.Extensions.Options;
using Tables;

namespace Gateway.Api.Files;

/// <summary>One request with a file, from its body to its answer.</summary>
internal sealed class FilesHandler(
    UploadReader uploads, FilePreparation preparation, FileFeeder feeder, BatchSpool spool, IOptions<WebhookOptions> webhooks,
    IHostApplicationLifetime lifetime)
{
    public Task<IResult> AcceptAsync(HttpContext context)
    {
        return IdempotencyKey.TryRead(context.Request, out var key, out var problem)
            ? WithUploadAsync(context, (upload, request) => AcceptAsync(upload, request, key, context.RequestAborted))
            : Task.FromResult<IResult>(Problem.BadRequest(problem));
    }

    public Task<IResult> PreviewAsync(HttpContext context) => WithUploadAsync(
        context, async (upload, request) => TypedResults.Ok(
            await preparation.PreviewAsync(upload, request, context.RequestAborted)));

    private async Task<IResult> AcceptAsync(Upload upload, FileRequest request, string? key, CancellationToken aborted)
    {
        if (request.Webhook is { } webhook && !WebhookAddress.TryParse(webhook, webhooks.Value, out _, out var refusal))
            return Problem.BadRequest(refusal);

        var file = await preparation.PrepareAsync(upload, request, key, aborted);
        if (aborted.IsCancellationRequested)
        {
            // Whoever sent it has gone, and will send it again: better nothing than twice.
            spool.Delete(file.SubmissionId);
            throw new OperationCanceledException(aborted);
        }

        // From here on it is carried through, whether or not somebody waits.
        var stored = await feeder.FeedAsync(file, lifetime.ApplicationStopping);
        if (stored.Id.ToString() != file.SubmissionId && stored.Fingerprint != file.Fingerprint)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity,
                $"This {IdempotencyKey.Header} came with another request before: use a new key for a new request.");
        }

        var view = FileAcceptedView.Of(stored.Id, FileDetails.Of(stored) ?? file.Details);
        return TypedResults.Accepted(view.Status, view);
    }

    private async Task<IResult> WithUploadAsync(HttpContext context, Func<Upload, FileRequest, Task<IResult>> handle)
    {
        try
        {
            using var upload = await uploads.ReadAsync(context, context.RequestAborted);
            var (request, problem) = FileRequest.Parse(
                name => context.Request.Query[name] is [{ } value, ..] ? value : upload.Fields.GetValueOrDefault(name));
            return request is null ? Problem.BadRequest(problem!) : await handle(upload, request);
        }
        catch (UploadRefusedException refused)
        {
            return Problem.Of(refused.Status, refused.Message);
        }
        catch (BadSpreadsheetException bad)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, bad.Message);
        }
    }
}
