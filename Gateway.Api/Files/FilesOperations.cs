using Files.Rows;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gateway.Api.Files;

/// <summary>Adds the parameters of the registered kinds of rows to the API description.</summary>
internal static class FilesOperations
{
    public static Task DescribeUploadAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var kinds = KindsOf(context);
        var names = string.Join(" or ", kinds.Select(kind => kind.Name));
        var columns = string.Join(", ", kinds.SelectMany(kind => kind.ColumnParameters));
        operation.Description +=
            " The body is the file itself, or a form with it: csv (any separator; UTF-8, UTF-16, or CP949) or xlsx, "
            + "also compressed with gzip. Parameters are in the URL or in form fields. Omitted ones are detected: "
            + $"kind ({names}), header (true or false), {columns} (a header, or a number from 1), encoding, separator, "
            + "sheet. webhook=https://… is notified when every row is done. "
            + string.Join(' ', kinds.Select(kind => kind.UploadHelp));
        return Task.CompletedTask;
    }

    public static Task DescribeResultAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var kinds = KindsOf(context);
        operation.Description += " " + string.Join(' ', kinds.Select(kind => kind.ResultHelp));
        foreach (var name in kinds.SelectMany(kind => kind.ResultParameters))
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        return Task.CompletedTask;
    }

    private static IReadOnlyList<RowKind> KindsOf(OpenApiOperationTransformerContext context) =>
        context.ApplicationServices.GetRequiredService<RowKinds>().All;
}
