using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tests.Deployment;

/// <summary>Navigates files read as JSON; a missing member is null, never an exception.</summary>
internal static class Nodes
{
    public static JsonNode? At(this JsonNode? node, params string[] path) =>
        path.Aggregate(node, (found, name) => (found as JsonObject)?[name]);

    /// <returns>The text of a scalar as a program prints it, or null.</returns>
    public static string? Text(this JsonNode? node, params string[] path) =>
        node.At(path) is JsonValue value ? value.ToString() : null;

    public static long? Number(this JsonNode? node, params string[] path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? (long)double.Parse(value.ToString(), CultureInfo.InvariantCulture)
            : null;

    public static bool IsTrue(this JsonNode? node, params string[] path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static bool IsString(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String;

    public static IEnumerable<JsonNode> Items(this JsonNode? node, params string[] path) =>
        (node.At(path) as JsonArray)?.OfType<JsonNode>() ?? [];

    public static IEnumerable<(string Name, JsonNode? Value)> Members(this JsonNode? node, params string[] path) =>
        (node.At(path) as JsonObject)?.Select(member => (member.Key, member.Value)) ?? [];

    /// <summary>Enumerates every string in a tree.</summary>
    public static IEnumerable<string> Strings(this JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Value.Strings()),
        JsonArray items => items.SelectMany(item => item.Strings()),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
