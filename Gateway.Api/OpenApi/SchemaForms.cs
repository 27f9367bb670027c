using System.Text.Json;
using System.Text.Json.Nodes;
using Extraction.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gateway.Api.OpenApi;

/// <summary>Describes types that custom converters read, which the framework sees as any JSON.</summary>
internal static class SchemaForms
{
    public static async Task DescribeAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (context.JsonPropertyInfo?.CustomConverter is IMemberForms { Forms: var forms })
        {
            (schema.Type, schema.Items, schema.Properties, schema.Required) = (null, null, null, null);
            schema.OneOf = [];
            foreach (var form in forms)
                schema.OneOf.Add(await context.GetOrCreateSchemaAsync(form, null, cancellationToken));
        }
        else if (type == typeof(TimeSpan))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "duration";
            schema.Pattern = null;
        }
        else if (type.IsEnum && schema.Enum is null or { Count: 0 })
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. Enum.GetNames(type).Select(NameOf)];
            if (context.JsonPropertyInfo?.AssociatedParameter is { HasDefaultValue: true, DefaultValue: { } value })
                schema.Default = NameOf(value.ToString()!);
        }
    }

    private static JsonNode NameOf(string value) => JsonNamingPolicy.CamelCase.ConvertName(value);
}
