using System.Text.Json.Nodes;
using Tests.Deployment.Graphs;

namespace Tests.Deployment.Manifests;

/// <summary>Represents the manifest that azd reads from the AppHost.</summary>
internal sealed class Manifest(JsonNode root) : IPublished<Manifest>, IGraph
{
    public static string DefaultFile => "aspire-manifest.json";

    public IReadOnlyDictionary<string, JsonNode> Resources { get; } = root.Members("resources")
        .Where(resource => resource.Value is not null)
        .ToDictionary(resource => resource.Name, resource => resource.Value!);

    public IEnumerable<(string Name, JsonNode Resource)> Parameters => Of("parameter.v0");

    /// <summary>Resources that become container apps.</summary>
    public IEnumerable<(string Name, JsonNode Resource)> Apps =>
        Of("project.v0", "project.v1", "container.v0", "container.v1", "dockerfile.v0");

    public IEnumerable<Workload> Workloads => Apps.Select(app => new Workload(app.Name)
    {
        IsHost = TypeOf(app.Resource).StartsWith("project", StringComparison.Ordinal)
            || app.Resource.At("build") is not null,
        Image = app.Resource.Text("image") ?? "",
        Environment = app.Resource.Members("env").ToDictionary(
            variable => variable.Name,
            variable => new Setting(
                variable.Value.Text() ?? "", SecretIn(variable.Name, variable.Value.Text() ?? ""))),
        Mounts = [.. app.Resource.Items("volumes").Select(volume => volume.Text("target") ?? "")],
        IsPublic = app.Resource.Members("bindings").Any(binding => binding.Value.IsTrue("external")),
    });

    public static Manifest Read(Output output)
    {
        var text = output.Files.Single(file => file.Key.EndsWith(".json", StringComparison.Ordinal)).Value;
        return new Manifest(text.TrimStart().StartsWith('{') ? JsonNode.Parse(text)! : Yaml.Read(text));
    }

    public static string TypeOf(JsonNode resource) => resource.Text("type") ?? "";

    public bool IsSecretParameter(string name) =>
        Resources.GetValueOrDefault(name)?.Members("inputs").Any(input => input.Value.IsTrue("secret")) is true;

    /// <summary>Finds out as azd does if the value of an environment variable becomes a secret of its app.</summary>
    public bool SecretIn(string name, string value) =>
        name.Contains("ConnectionStrings__", StringComparison.Ordinal)
        || value.Contains(".connectionString}", StringComparison.Ordinal)
        || ParametersIn(value).Any(IsSecretParameter);

    /// <summary>Finds the parameters that a value contains, also by way of connection strings and values.</summary>
    public IReadOnlyCollection<string> ParametersIn(string value)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>([value]);
        var seen = new HashSet<string>();
        while (open.TryPop(out var text))
        {
            foreach (var expression in Expression.In(text).Where(expression => seen.Add(expression.ToString())))
            {
                if (Resources.GetValueOrDefault(expression.Resource) is not { } resource)
                    continue;
                if (TypeOf(resource) == "parameter.v0")
                    found.Add(expression.Resource);
                else if ((resource.Text(expression.Property) ?? "") is { Length: > 0 } inner)
                    open.Push(inner);
            }
        }

        return found;
    }

    private IEnumerable<(string Name, JsonNode Resource)> Of(params string[] types) =>
        Resources.Where(resource => types.Contains(TypeOf(resource.Value))).Select(pair => (pair.Key, pair.Value));
}
