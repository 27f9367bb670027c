using System.Text.Json.Nodes;
using Tests.Deployment.Graphs;

namespace Tests.Deployment.Composes;

/// <summary>Represents a Compose file with its <c>.env</c>.</summary>
internal sealed class ComposeProject : IPublished<ComposeProject>, IGraph
{
    private const string EnvironmentFile = ".env";

    private ComposeProject(JsonNode root, IReadOnlyDictionary<string, string> environment, bool hasEnvironmentFile)
    {
        Root = root;
        Environment = environment;
        HasEnvironmentFile = hasEnvironmentFile;
    }

    public static string DefaultFile => "docker-compose.yaml";

    /// <summary>The file as written, variables included.</summary>
    public JsonNode Root { get; }

    /// <summary>Variables of <c>.env</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public bool HasEnvironmentFile { get; }

    public IEnumerable<(string Name, JsonNode Service)> Services =>
        Root.Members("services").Select(service => (service.Name, service.Value ?? new JsonObject()));

    public IEnumerable<Variable> Variables => Root.Strings().SelectMany(Interpolation.Variables);

    public IEnumerable<Workload> Workloads => Services.Select(service => new Workload(service.Name)
    {
        IsHost = service.Name is "gateway" or "extractor",
        Image = Resolve(service.Service.Text("image") ?? ""),
        Environment = service.Service.Members("environment").ToDictionary(
            variable => variable.Name,
            variable => new Setting(
                Resolve(variable.Value.Text() ?? ""),
                Interpolation.Variables(variable.Value.Text() ?? "").Any())),
        Mounts = [.. service.Service.Items("volumes").Select(TargetOf)],
        IsPublic = service.Service.Items("ports").Any(),
    });

    public static ComposeProject Read(Output output)
    {
        var environment = output.Files.GetValueOrDefault(EnvironmentFile);
        return new ComposeProject(
            Yaml.Read(output.Files[DefaultFile]), DotEnv.Read(environment ?? ""), environment is not null);
    }

    /// <summary>Replaces variables; one that the operator has to fill in has its own name as the value.</summary>
    public string Resolve(string text)
    {
        var values = Environment.ToDictionary();
        foreach (var variable in Interpolation.Variables(text).Where(variable => !variable.HasDefault))
        {
            if (values.GetValueOrDefault(variable.Name) is not { Length: > 0 })
                values[variable.Name] = variable.Name.EndsWith("PORT", StringComparison.Ordinal)
                    ? "8080"
                    : variable.Name.ToLowerInvariant();
        }

        return Interpolation.Resolve(text, values);
    }

    /// <returns>The folder within the container of a volume in either syntax.</returns>
    public static string TargetOf(JsonNode volume) =>
        volume is JsonObject
            ? volume.Text("target") ?? ""
            : (volume.Text() ?? "").Split(':').ElementAtOrDefault(1) ?? "";

    /// <returns>The volume of Compose that a mount uses; null for a folder of the host or a temporary one.</returns>
    public static string? NamedVolume(JsonNode volume)
    {
        if (volume is JsonObject)
            return volume.Text("type") == "volume" ? volume.Text("source") : null;
        var source = (volume.Text() ?? "").Split(':')[0];
        return source.Length > 0 && source[0] is not ('.' or '/' or '~') ? source : null;
    }
}
