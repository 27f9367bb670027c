using System.Text.Json.Nodes;
using Tests.Deployment.Graphs;
using YamlDotNet.Core;

namespace Tests.Deployment.Charts;

/// <summary>Represents an object of Kubernetes with the template it comes from.</summary>
internal sealed record KubernetesObject(string File, JsonNode Root)
{
    public string Kind => Root.Text("kind") ?? "";

    public string Name => Root.Text("metadata", "name") ?? "";

    public override string ToString() => $"{Kind} {Name}";
}

/// <summary>Represents a Helm chart, rendered with its own values.</summary>
internal sealed class Chart : IPublished<Chart>, IGraph
{
    private const string ChartFile = "Chart.yaml";
    private const string ValuesFile = "values.yaml";

    private Chart(Output output)
    {
        Templates = output.Files
            .Where(file => file.Key.StartsWith("templates/", StringComparison.Ordinal))
            .ToDictionary();
        Metadata = Yaml.Read(output.Files.GetValueOrDefault(ChartFile) ?? "name: sample");
        Values = Yaml.Read(output.Files.GetValueOrDefault(ValuesFile) ?? "");
        Refusals = Render(Values).Refusals;
        (Objects, Problems, _) = Render(WithSecrets("a-secret-of-24-letters-ok"));
    }

    public static string DefaultFile => "templates/sample.yaml";

    public IReadOnlyDictionary<string, string> Templates { get; }

    public JsonNode Metadata { get; }

    public JsonNode Values { get; }

    public IReadOnlyList<KubernetesObject> Objects { get; }

    /// <summary>Sentences with which the chart refuses to install without the operator's secrets.</summary>
    public IReadOnlyList<string> Refusals { get; }

    /// <summary>Templates that do not render or whose result is not YAML.</summary>
    public IReadOnlyList<string> Problems { get; }

    public IEnumerable<Pod> Pods => Objects
        .Where(item => item.Kind is "Deployment" or "StatefulSet" or "DaemonSet" or "Job")
        .Select(item => new Pod(item));

    public IEnumerable<Workload> Workloads => Pods.SelectMany(pod => pod.Containers, (pod, container) =>
        new Workload(container.Text("name") ?? "")
        {
            IsHost = container.Text("name") is "gateway" or "extractor",
            Image = container.Text("image") ?? "",
            Environment = EnvironmentOf(container),
            Mounts = [.. container.Items("volumeMounts")
                .Where(mount => pod.Claims.Contains(mount.Text("name")))
                .Select(mount => mount.Text("mountPath") ?? "")],
            IsPublic = Exposure.IsPublic(this, pod),
        });

    public static Chart Read(Output output) => new(output);

    public IEnumerable<KubernetesObject> Of(string kind) => Objects.Where(item => item.Kind == kind);

    /// <returns>The chart's values, with one text for every secret.</returns>
    public JsonNode WithSecrets(string text)
    {
        var values = Values.DeepClone();
        foreach (var (_, section) in values.Members("secrets").ToArray())
            Fill(section, text);
        return values;
    }

    public (IReadOnlyList<KubernetesObject> Objects, IReadOnlyList<string> Problems,
        IReadOnlyList<string> Refusals) Render(
        JsonNode values)
    {
        var objects = new List<KubernetesObject>();
        var refusals = new List<string>();
        var problems = new List<string>();
        foreach (var (file, template) in Templates)
        {
            var renderer = new HelmTemplate(values, Metadata.Text("name") ?? "");
            try
            {
                objects.AddRange(Yaml.ReadAll(renderer.Render(template))
                    .Select(root => new KubernetesObject(file, root)));
            }
            catch (Exception error) when (error is YamlException or FormatException)
            {
                problems.Add($"{file}: {error.Message}");
            }

            problems.AddRange(renderer.Problems.Select(problem => $"{file}: {problem}"));
            refusals.AddRange(renderer.Refusals);
        }

        return (objects, problems, refusals);
    }

    private static void Fill(JsonNode? section, string text)
    {
        foreach (var (name, _) in section.Members().ToArray())
            section![name] = text;
    }

    private Dictionary<string, Setting> EnvironmentOf(JsonNode container)
    {
        var variables = new Dictionary<string, Setting>();
        foreach (var source in container.Items("envFrom"))
        {
            foreach (var (name, value) in Data("ConfigMap", source.Text("configMapRef", "name"), "data"))
                variables[name] = new Setting(value.Text() ?? "", IsSecret: false);
            foreach (var (name, value) in Data("Secret", source.Text("secretRef", "name"), "stringData"))
                variables[name] = new Setting(value.Text() ?? "", IsSecret: true);
        }

        foreach (var variable in container.Items("env"))
            variables[variable.Text("name") ?? ""] = new Setting(
                variable.Text("value") ?? "", variable.At("valueFrom", "secretKeyRef") is not null);
        return variables;
    }

    private IEnumerable<(string Name, JsonNode? Value)> Data(string kind, string? name, string member) =>
        Of(kind).Where(item => item.Name == name).SelectMany(item => item.Root.Members(member));
}
