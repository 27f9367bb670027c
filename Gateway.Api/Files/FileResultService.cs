using Files;
using Files.Results;
using Files.Rows;
using Gateway.Api.Problems;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Options;
using Tables.Json;
using Tables.Xlsx;

namespace Gateway.Api.Files;

/// <summary>Holds the parameters of a result that do not depend on the kind of the rows.</summary>
/// <param name="Format"><c>xlsx</c>, <c>csv</c>, or <c>json</c>; null for the format of the file.</param>
/// <param name="Partial">True to send the result before every row is done.</param>
/// <param name="Title">A line above the table, in a workbook.</param>
/// <param name="Sheet">Name of the sheet, in a workbook.</param>
internal sealed record ResultRequest(string? Format, bool? Partial, string? Title, string? Sheet);

/// <summary>Sends the table of a file with its results.</summary>
internal sealed class FileResultService(
    IJobReader store, ResultExport results, RowKinds kinds, IOptions<FilesOptions> options)
{
    public async Task<IResult> SendAsync(string id, ResultRequest request, HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        if (!SubmissionId.TryParse(id, out var submissionId)
            || await store.GetSubmissionAsync(submissionId, cancellationToken) is not { } submission)
        {
            return Problem.NotFound("submission", id);
        }

        if (FileDetails.Of(submission) is not { } file)
            return Problem.Conflict("This submission is not a file: read its jobs at /submissions/{id}.");
        var parameters = new RowParameters(name => context.Request.Query[name]);
        if (kinds.All.Select(kind => kind.CheckResult(parameters)).OfType<string>().FirstOrDefault() is { } wrong)
            return Problem.BadRequest(wrong);
        if (!TableResponse.TryParse(request.Format ?? file.Format, out var format, out var problem))
            return Problem.BadRequest(problem);
        if (format == TableResponse.Workbook && file.Rows + (request.Title is null ? 1 : 2) > XlsxTableWriter.MaxRows)
        {
            return Problem.Conflict(
                "The rows, the header, and the title exceed the size of a sheet: omit the title, or request csv.");
        }

        if (request.Partial is not true
            && await results.FindMissingAsync(submissionId, file, cancellationToken) is { } missing)
        {
            return Problem.Conflict(missing);
        }

        var rows = await results.LayOutAsync(submissionId, file, parameters, cancellationToken);
        SetAttribution(context.Response, file);
        await using var writer = TableResponse.Open(
            context.Response, format, NameOf(file), LayoutOf(file, request),
            body => new JsonTableWriter(body, file.Attributions));
        await results.WriteAsync(submissionId, file, rows, writer, cancellationToken);
        return Results.Empty;
    }

    private static string NameOf(FileDetails file) => $"{Path.GetFileNameWithoutExtension(file.Name ?? "file")}-result";

    private XlsxLayout LayoutOf(FileDetails file, ResultRequest request) => new()
    {
        SheetName = request.Sheet is { Length: > 0 } sheet ? sheet : options.Value.SheetName,
        Title = string.IsNullOrEmpty(request.Title) ? null : request.Title,
        Notes = file.Attributions,
    };

    /// <summary>Sends the attributions as a header too, because a csv has no place for them.</summary>
    private static void SetAttribution(HttpResponse response, FileDetails file)
    {
        if (file.Attributions.Count > 0)
            response.Headers["X-Attribution"] = Uri.EscapeDataString(string.Join(' ', file.Attributions));
    }
}
