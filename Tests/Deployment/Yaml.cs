using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tests.Deployment;

/// <summary>
/// Reads YAML as Kubernetes and Compose do: a plain scalar has a type, a quoted one is a string. Words of YAML 1.1 such
/// as <c>yes</c> and <c>on</c> are Boolean, because Kubernetes reads them so.
/// </summary>
internal static class Yaml
{
    private static readonly string[] True = ["true", "yes", "on", "y"];
    private static readonly string[] False = ["false", "no", "off", "n"];

    public static IReadOnlyList<JsonNode> ReadAll(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Convert(document.RootNode)).OfType<JsonNode>()];
    }

    public static JsonObject Read(string text) =>
        ReadAll(text) switch
        {
            [JsonObject root] => root,
            [] => [],
            _ => throw new FormatException("The text is not one mapping."),
        };

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child =>
            KeyValuePair.Create(((YamlScalarNode)child.Key).Value ?? "", Convert(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value ?? ""),
        _ => throw new FormatException($"{node.NodeType} is not supported."),
    };

    private static JsonValue? Plain(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return null;
        if (True.Contains(text, StringComparer.OrdinalIgnoreCase))
            return JsonValue.Create(true);
        if (False.Contains(text, StringComparer.OrdinalIgnoreCase))
            return JsonValue.Create(false);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        if (char.IsAsciiDigit(text.TrimStart('-', '+', '.').FirstOrDefault())
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return JsonValue.Create(number);
        return JsonValue.Create(text);
    }
}
