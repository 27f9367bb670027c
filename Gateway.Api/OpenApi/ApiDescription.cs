using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gateway.Api.OpenApi;

internal static class ApiDescription
{
    /// <summary><c>/openapi/v1.json</c>.</summary>
    public static IHostApplicationBuilder AddApiDescription(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Links",
                    Version = "v1",
                    Description = "YouTube links in; metadata, audio and video out. Every error is a problem (RFC 9457) with a "
                        + "sentence that says what to do, and the id of the trace.",
                };
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer(DescribeSchema);
            options.AddOperationTransformer(LinksOperations.DescribeAsync);
        });
        return builder;
    }

    private static Task DescribeSchema(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(TimeSpan) || context.JsonTypeInfo.Type == typeof(TimeSpan?))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "duration";
            schema.Pattern = null;
        }

        return Task.CompletedTask;
    }
}
