using Microsoft.OpenApi;

namespace Gateway.Api.OpenApi;

internal static class ApiDescription
{
    /// <summary>Adds the document <c>/openapi/v1.json</c>.</summary>
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
                    Description =
                        "YouTube links in; metadata, audio, and video out. Every error is a problem (RFC 9457) with a "
                        + "sentence that says what to do, and the ID of its trace.",
                };
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer(SchemaForms.DescribeAsync);
            options.AddOperationTransformer(LinksOperations.DescribeAsync);
        });
        return builder;
    }
}
