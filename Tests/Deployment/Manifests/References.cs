using System.Text.Json.Nodes;

namespace Tests.Deployment.Manifests;

/// <summary>Resolves references between the resources of a manifest as azd does when it generates an app.</summary>
internal static class References
{
    private static readonly string[] OfBinding =
        ["scheme", "protocol", "transport", "external", "host", "targetPort", "port", "url"];

    /// <summary>Enumerates every value in which azd evaluates references, with its place.</summary>
    public static IEnumerable<(string Place, string Value)> Values(Manifest manifest)
    {
        foreach (var (name, resource) in manifest.Resources)
        {
            if (resource.Text("connectionString") is { } connectionString)
                yield return ($"{name}.connectionString", connectionString);
            if (Manifest.TypeOf(resource) is "annotated.string" or "value.v0" && resource.Text("value") is { } value)
                yield return ($"{name}.value", value);
            foreach (var (variable, text) in resource.Members("env"))
                yield return ($"{name}.env.{variable}", text.Text() ?? "");
            foreach (var argument in resource.Items("args"))
                yield return ($"{name}.args", argument.Text() ?? "");
            foreach (var (parameter, text) in resource.Members("params").Concat(resource.Members("deployment",
                "params")))
                foreach (var inner in text.Strings())
                    yield return ($"{name}.params.{parameter}", inner);
        }
    }

    /// <returns>A sentence, or null if the reference resolves.</returns>
    public static string? Problem(Manifest manifest, Expression reference)
    {
        if (reference.Resource.Length == 0)
            return Starts(reference, "outputs.") ? null : $"{{{reference}}} is no output";
        if (!manifest.Resources.TryGetValue(reference.Resource, out var resource))
            return $"{{{reference}}} names no resource";
        if (reference.Property == "connectionString")
            return resource.At("connectionString") is null ? $"{{{reference}}} is not there" : null;
        return Manifest.TypeOf(resource) switch
        {
            "parameter.v0" => null,
            "value.v0" or "annotated.string" => reference.Property == "value" ? null : $"{{{reference}}} is not there",
            "azure.bicep.v0" or "azure.bicep.v1" =>
                Starts(reference, "outputs.") || Starts(reference, "secretOutputs") || Starts(reference, "secrets")
                    ? null
                    : $"{{{reference}}} is no output of a module",
            _ => OfApp(resource, reference),
        };
    }

    private static string? OfApp(JsonNode resource, Expression reference)
    {
        if (Starts(reference, "containerImage") || Starts(reference, "containerPort"))
            return null;

        return reference.Property.Split('.') switch
        {
            ["bindings", var name, var property] =>
                resource.At("bindings", name) is null ? $"{{{reference}}} names no binding"
                : OfBinding.Contains(property) ? null
                : $"{{{reference}}} names no property of a binding",
            ["volumes" or "bindMounts", var index, "storage"] =>
                int.TryParse(index, out var at) && resource.Items(reference.Property.Split('.')[0]).Count() > at
                    ? null
                    : $"{{{reference}}} names no volume",
            _ => $"{{{reference}}} is nothing that azd evaluates",
        };
    }

    private static bool Starts(Expression reference, string prefix) =>
        reference.Property.StartsWith(prefix, StringComparison.Ordinal);
}
