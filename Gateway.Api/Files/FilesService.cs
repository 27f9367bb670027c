using Adapters.Webhooks;
using Files;
using Files.Acceptance;
using Files.Preparation;
using Files.Rows;
using Files.Uploads;
using Gateway.Api.Links;
using Gateway.Api.Problems;
using Microsoft.Extensions.Options;
using Tables;

namespace Gateway.Api.Files;

/// <summary>Accepts and previews files.</summary>
internal sealed class FilesService(
    UploadReader uploads, FilePreparation preparation, FileAcceptance acceptance, RowKinds kinds,
    IOptions<WebhookOptions> webhooks, IHostApplicationLifetime lifetime)
{
    /// <summary>Seconds in which another upload is likely to end.</summary>
    private const string BusyRetryAfter = "10";

    public Task<IResult> AcceptAsync(HttpContext context) =>
        IdempotencyKey.TryRead(context.Request, out var key, out var problem)
            ? WithUploadAsync(context, (upload, request) => AcceptAsync(upload, request, key, context.RequestAborted))
            : Task.FromResult<IResult>(Problem.BadRequest(problem));

    public Task<IResult> PreviewAsync(HttpContext context) => WithUploadAsync(
        context, async (upload, request) => TypedResults.Ok(
            FilePreviewView.Of(await preparation.PreviewAsync(upload, request, context.RequestAborted))));

    private async Task<IResult> AcceptAsync(
        Upload upload, FileRequest request, string? key, CancellationToken aborted)
    {
        if (request.Webhook is { } webhook && !WebhookAddress.TryParse(webhook, webhooks.Value, out _, out var refusal))
            return Problem.BadRequest(refusal);

        await using var prepared = await preparation.PrepareAsync(upload, request, key, aborted);

        // A sender that is gone will retry: accepting nothing is better than accepting twice.
        aborted.ThrowIfCancellationRequested();

        // From here on the file is accepted even if the caller disconnects.
        var file = prepared.File;
        var stored = await acceptance.AcceptAsync(prepared, lifetime.ApplicationStopping);
        if (stored.Id != file.Id && stored.Fingerprint != file.Fingerprint)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity,
                $"This {IdempotencyKey.Header} belongs to another request: use a new key for a new request.");
        }

        var view = FileAcceptedView.Of(stored.Id, FileDetails.Of(stored) ?? file.Details);
        return TypedResults.Accepted(view.Status, view);
    }

    private async Task<IResult> WithUploadAsync(
        HttpContext context, Func<Upload, FileRequest, Task<IResult>> handle)
    {
        try
        {
            using var received = await uploads.ReadAsync(context, context.RequestAborted);
            var parameters = new RowParameters(name =>
                context.Request.Query[name] is [{ } value, ..] ? value : received.Fields.GetValueOrDefault(name));
            return FileRequestReader.TryRead(parameters, kinds, out var request, out var problem)
                ? await handle(received.Upload, request)
                : Problem.BadRequest(problem);
        }
        catch (UploadRefusedException refused)
        {
            if (refused.Refusal == UploadRefusal.Busy)
                context.Response.Headers.RetryAfter = BusyRetryAfter;
            return Problem.Of(StatusOf(refused.Refusal), refused.Message);
        }
        catch (BadSpreadsheetException bad)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, bad.Message);
        }
    }

    private static int StatusOf(UploadRefusal refusal) => refusal switch
    {
        UploadRefusal.Malformed => StatusCodes.Status400BadRequest,
        UploadRefusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        UploadRefusal.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
