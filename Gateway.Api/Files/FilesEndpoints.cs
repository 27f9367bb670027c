namespace Gateway.Api.Files;

internal static class FilesEndpoints
{
    private const string Parameters =
        "The body is the file itself, or a form with it; csv (any separator; UTF-8, UTF-16 or CP949) or xlsx, also packed with gzip. "
        + "What is left out is found out: kind (links or coordinates), header (true or false), link, x and y (a header, or a number from 1), "
        + "encoding, separator, sheet. correctSwapped=true looks up single rows with latitude before longitude the right way about; nearest=N "
        + "takes the nearest district within N metres for points outside all; webhook=https://… is told when every row is done. Of links, "
        + "audio, bitrate, video, maxHeight, maxFps, captions, captionFormat and thumbnail ask for files, as with POST /links. Parameters stand in the address or in fields of the form.";

    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/files").WithTags("Files");
        files.MapPost("/", (HttpContext context, FilesHandler handler) => handler.AcceptAsync(context))
            .Accepts<FileBodySchema>("multipart/form-data", "*/*")
            .Produces<FileAcceptedView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .DisableRequestTimeout()
            .WithName("SubmitFile").WithSummary("Submit a file of links or coordinates")
            .WithDescription(
                "Takes up to 1,048,576 rows. The file is read whole and checked first: it is accepted with all of its rows or not at all. The answer "
                + "comes when nothing can be lost any more. " + Parameters);
        files.MapPost("/preview", (HttpContext context, FilesHandler handler) => handler.PreviewAsync(context))
            .Accepts<FileBodySchema>("multipart/form-data", "*/*")
            .Produces<FilePreviewView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .DisableRequestTimeout()
            .WithName("PreviewFile").WithSummary("What would be recognised of a file")
            .WithDescription("Accepts nothing: says what the file is, which columns were found, how many rows it has, and shows the first ones. " + Parameters);
        routes.MapGet("/submissions/{id}/result", (
                HttpContext context, ResultExport result, string id, string? format, bool? partial, string? coordinates, string? title, string? sheet) =>
                result.AnswerAsync(id, new ResultRequest(format, partial, coordinates, title, sheet), context))
            .Produces(
                StatusCodes.Status200OK,
                null,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "text/csv",
                "application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .DisableRequestTimeout()
            .WithName("GetFileResult").WithTags("Files").WithSummary("The table of a file with what was found")
            .WithDescription(
                "format is xlsx, csv or json; left out, as the file was. Of coordinates, the address stands in place of x and y (coordinates=replace) or "
                + "after all columns with its code (coordinates=add); of links, title, author, duration, published, views, state and artifacts follow. The "
                + "column reason says why a row has nothing. title puts a line above the table of a workbook, sheet names it. While rows are waiting "
                + "the answer is 409, unless partial=true.");
        return routes;
    }
}

/// <summary>For the description of the form alone: bodies are read as they come.</summary>
/// <param name="File">The file.</param>
internal sealed record FileBodySchema(IFormFile File);
