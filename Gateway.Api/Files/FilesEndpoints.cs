using Gateway.Api.Hosting;

namespace Gateway.Api.Files;

internal static class FilesEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/files").WithTags("Files");
        files.MapPost("/", (HttpContext context, FilesService service) => service.AcceptAsync(context))
            .Accepts<FileBodySchema>("multipart/form-data", "*/*")
            .Produces<FileAcceptedView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .DisableRequestTimeout().HasOwnBodyLimit()
            .AddOpenApiOperationTransformer(FilesOperations.DescribeUploadAsync)
            .WithName("SubmitFile").WithSummary("Submit a file of links or coordinates")
            .WithDescription(
                "Accepts up to 1,048,576 rows. The file is read and checked first: it is accepted with all of its rows "
                + "or not at all. Once accepted, no row is lost; the jobs of a large file follow within seconds.");
        files.MapPost("/preview", (HttpContext context, FilesService service) => service.PreviewAsync(context))
            .Accepts<FileBodySchema>("multipart/form-data", "*/*")
            .Produces<FilePreviewView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .DisableRequestTimeout().HasOwnBodyLimit()
            .AddOpenApiOperationTransformer(FilesOperations.DescribeUploadAsync)
            .WithName("PreviewFile").WithSummary("Preview a file")
            .WithDescription(
                "Accepts nothing: returns the format, the columns, the number of rows, and the first rows. The numbers "
                + "of the found columns are members of the answer, named as their parameters.");
        routes.MapGet("/submissions/{id}/result", (
                HttpContext context, FileResultService service,
                string id, string? format, bool? partial, string? title, string? sheet) =>
                service.SendAsync(id, new ResultRequest(format, partial, title, sheet), context))
            .Produces(StatusCodes.Status200OK, null, Workbook, "text/csv", "application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .DisableRequestTimeout()
            .AddOpenApiOperationTransformer(FilesOperations.DescribeResultAsync)
            .WithName("GetFileResult").WithTags("Files").WithSummary("Get the table of a file with its results")
            .WithDescription(
                "format is xlsx, csv, or json; by default that of the file. The column reason says why a row has no "
                + "result. title adds a line above the table of a workbook; sheet names its sheet. Until every row is "
                + "done the answer is 409, unless partial=true.");
        return routes;
    }
}

/// <summary>Describes the form; the body is read as a stream.</summary>
/// <param name="File">The file.</param>
internal sealed record FileBodySchema(IFormFile File);
