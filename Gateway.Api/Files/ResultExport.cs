using Extraction.Artifacts;
using Extraction.Videos;
using Files.Batches;
using Gateway.Api.Problems;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Tables;
using Tables.Csv;
using Tables.Json;
using Tables.Xlsx;

namespace Gateway.Api.Files;

/// <summary>How a result is asked for.</summary>
/// <param name="Format"><c>xlsx</c>, <c>csv</c> or <c>json</c>; as the file was when left out.</param>
/// <param name="Partial">Also while rows are waiting.</param>
/// <param name="Coordinates"><c>replace</c> puts the address in place of x and y, <c>add</c> after all columns.</param>
/// <param name="Title">A line above the table, in a workbook.</param>
/// <param name="Sheet">The sheet's name, in a workbook.</param>
internal sealed record ResultRequest(string? Format, bool? Partial, string? Coordinates, string? Title, string? Sheet);

/// <summary>Sends the table of a file with what was found, row by row as the store gives them.</summary>
internal sealed class ResultExport(
    IJobReader store, IVideoStore videos, IArtifactStore artifacts, FileBatches batches, IOptions<FilesOptions> options)
{
    public async Task<IResult> AnswerAsync(string id, ResultRequest request, HttpContext context)
    {
        if (!SubmissionId.TryParse(id, out var submissionId)
            || await store.GetSubmissionAsync(submissionId, context.RequestAborted) is not { } submission)
        {
            return Problem.NotFound("submission", id);
        }

        if (FileDetails.Of(submission) is not { } file)
            return Problem.Conflict("This submission is not of a file: read its jobs at /submissions/{id}.");
        if (request.Coordinates is not (null or "replace" or "add"))
            return Problem.BadRequest("The parameter coordinates is \"replace\" or \"add\".");
        var format = request.Format ?? file.Format;
        if (format is not ("xlsx" or "csv" or "json"))
            return Problem.BadRequest("The parameter format is \"xlsx\", \"csv\" or \"json\".");
        if (format == "xlsx" && file.Rows + (request.Title is null ? 1 : 2) > XlsxTableWriter.MaxRows)
            return Problem.Conflict(
                "The rows, a header and a title are more than a sheet holds: leave out the title, or ask for csv.");
        if (request.Partial is not true && await WhyNotDoneAsync(submissionId, file, context.RequestAborted) is { } notDone)
            return notDone;

        await SendAsync(context, submissionId, file, request, format);
        return Results.Empty;
    }

    private async Task<ProblemHttpResult?> WhyNotDoneAsync(
        SubmissionId id, FileDetails file, CancellationToken cancellationToken)
    {
        var counts = await store.CountAsync(id, cancellationToken);
        if (counts.Open > 0)
        {
            return Problem.Conflict(
                $"{counts.Open:N0} of {counts.Total:N0} jobs of this file are still to be done: ask again when there are none, or add partial=true.");
        }

        // The last batch is there from the beginning; the one before it is added last.
        return file.Batches >= 2 && await store.GetAsync(BatchId.For(id, file.Batches - 2), cancellationToken) is null
            ? Problem.Conflict("Not all rows of this file were taken before the gateway ended: send the file again, or add partial=true.")
            : null;
    }

    private async Task SendAsync(
        HttpContext context, SubmissionId id, FileDetails file, ResultRequest request, string format)
    {
        var cancellationToken = context.RequestAborted;
        IResultRows rows = file.Kind == FileKind.Links
            ? new LinkResultRows(
                file, options.Value, await LinkStates.LoadAsync(store, id, cancellationToken), videos, artifacts)
            : new CoordinateResultRows(file, options.Value, replace: request.Coordinates != "add");

        SetHeaders(context.Response, file, format);
        await using var writer = Open(context.Response.Body, file, request, format);
        await writer.WriteRowAsync(rows.Header, cancellationToken);
        await foreach (var job in batches.ReadAsync(id, file.Kind, updatedSince: null, cancellationToken))
        {
            if (!RowBatchJson.TryRead(job.Payload, out var batch))
                throw new InvalidDataException("A stored batch cannot be read.");
            var result = BatchResult.TryParse(job.Result, out var parsed) ? parsed : null;
            var whyNot = job.Failure?.Reason ?? (job.State == global::Jobs.JobState.Cancelled ? "The row was cancelled." : "The row is still to be done.");
            foreach (var row in await rows.MakeAsync(batch, result, whyNot, cancellationToken))
                await writer.WriteRowAsync(row, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private ITableWriter Open(Stream body, FileDetails file, ResultRequest request, string format) => format switch
    {
        "csv" => new CsvTableWriter(body),
        "json" => new JsonTableWriter(body, file.Attributions),
        _ => new XlsxTableWriter(body, new XlsxLayout
        {
            SheetName = request.Sheet is { Length: > 0 } sheet ? sheet : options.Value.SheetName,
            Title = string.IsNullOrEmpty(request.Title) ? null : request.Title,
            Notes = file.Attributions,
        }),
    };

    private static void SetHeaders(HttpResponse response, FileDetails file, string format)
    {
        response.ContentType = format switch
        {
            "csv" => "text/csv; charset=utf-8",
            "json" => "application/json",
            _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        };
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{Path.GetFileNameWithoutExtension(file.Name ?? "file")}-result.{format}");
        response.Headers.ContentDisposition = disposition.ToString();

        // A csv has no place for it.
        if (file.Attributions.Count > 0)
            response.Headers["X-Attribution"] = Uri.EscapeDataString(string.Join(' ', file.Attributions));
    }
}
