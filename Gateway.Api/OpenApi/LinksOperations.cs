using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gateway.Api.OpenApi;

/// <summary>
/// Describes what the framework cannot see of operations that read their request themselves: headers, the text form,
/// examples.
/// </summary>
internal static class LinksOperations
{
    public static Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        switch (context.Description.RelativePath)
        {
            case "links":
                AddHeader(
                    operation,
                    "Prefer",
                    "wait=N waits up to N seconds for the results, at most 60 (RFC 7240).",
                    "wait=20");
                AddHeader(
                    operation,
                    "Idempotency-Key",
                    "A request repeated with the same key gets the first answer.",
                    "0b7e6ad4-5c53-4b12-9f1f-1d7f9f5d8f36");
                DescribeBodies(operation);
                break;
            case "links/send-message-kafka" or "links/send-message-axios":
                DescribeBodies(operation);
                break;
            case "submissions/{id}/events" or "events":
                AddHeader(operation, "Last-Event-ID", "The ID of the last event received.", "1763704800000.17");
                break;
            default:
                break;
        }

        return Task.CompletedTask;
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description, string example) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Example = example,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });

    private static void DescribeBodies(OpenApiOperation operation)
    {
        if (operation.RequestBody?.Content is not { } content)
            return;

        if (content.TryGetValue("application/json", out var json))
        {
            json.Example = new JsonObject
            {
                ["links"] = new JsonArray("https://www.youtube.com/watch?v=M4gD1WSo5mA"),
                ["maxAge"] = "PT1H",
            };
        }

        if (content.TryGetValue("text/plain", out var text))
        {
            text.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "One link per line." };
            text.Example = "https://youtu.be/M4gD1WSo5mA\nhttps://www.youtube.com/shorts/it3OtbTxQk0\n";
        }
    }
}
