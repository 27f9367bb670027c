using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tests.Deployment.Charts;
using Tests.Deployment.Composes;
using Tests.Deployment.Manifests;
using Tests.Support;

namespace Tests.Deployment;

/// <summary>Checks that the commands of docs/deploy.md fit the published files word for word.</summary>
public sealed partial class DocsCommandsTests
{
    private static readonly string[] OptionsOfAspire = ["operation", "step", "publisher", "output-path", "environment"];

    private static string Deploy { get; } =
        File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "deploy.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_value_of_the_chart_that_the_docs_set_is_in_its_values()
    {
        var values = Charts().Select(chart => chart.Values).ToArray();

        var named = Blocks("Kubernetes", "yaml").SelectMany(block => Leaves(Yaml.Read(block), [])).ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(
            values.Any(chart => chart.At(path) is not null), $"{string.Join('.', path)} is in no values.yaml."));
    }

    [Fact]
    public void Every_object_that_the_docs_name_to_kubectl_is_in_the_chart()
    {
        var objects = Charts().SelectMany(chart => chart.Objects).ToArray();

        var named = KubernetesName().Matches(Deploy)
            .Select(match => (Kind: match.Groups["kind"].Value, Name: match.Groups["name"].Value,
                Key: match.Groups["key"].Value))
            .ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(objects, item =>
            item.Name == name.Name && string.Equals(item.Kind, name.Kind, StringComparison.OrdinalIgnoreCase)
            && (name.Key.Length == 0 || item.Root.At("stringData", name.Key) is not null)));
    }

    [Fact]
    public void Every_variable_of_Compose_that_the_docs_name_is_in_its_files()
    {
        var known = Projects().SelectMany(project => project.Environment.Keys)
            .Concat(Projects().SelectMany(project => project.Variables.Select(variable => variable.Name)))
            .ToHashSet();

        var named = VariableName().Matches(Section("Docker Compose"))
            .Select(match => match.Groups["name"].Value)
            .ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(known.Contains(name), $"{name} is in no file of Compose."));
    }

    [Fact]
    public void Every_service_and_volume_that_the_docs_name_to_Compose_is_in_its_file()
    {
        var services = Projects().SelectMany(project => project.Services).Select(service => service.Name).ToHashSet();
        var volumes = Projects()
            .SelectMany(project => project.Root.Members("volumes")
                .Select(volume => $"{project.Root.Text("name")}_{volume.Name}"))
            .ToHashSet();

        var namedServices = ServiceName().Matches(Deploy).Select(match => match.Groups["name"].Value).ToArray();
        var namedVolumes = VolumeName().Matches(Section("Docker Compose"))
            .Select(match => match.Groups["name"].Value)
            .ToArray();

        Assert.NotEmpty(namedServices);
        Assert.NotEmpty(namedVolumes);
        Assert.Empty(namedServices.Except(services));
        Assert.Empty(namedVolumes.Except(volumes));
    }

    [Fact]
    public void Every_folder_that_the_docs_start_from_is_one_that_they_publish_to()
    {
        var published = OutputFolder().Matches(Deploy).Select(match => match.Groups["folder"].Value).ToHashSet();

        var used = UsedFolder().Matches(Deploy).Select(match => match.Groups["folder"].Value).ToArray();

        Assert.NotEmpty(used);
        Assert.All(used, folder => Assert.True(published.Contains(folder), $"Nothing is published to {folder}."));
    }

    [Fact]
    public void Every_option_of_the_AppHost_that_the_docs_name_is_one_that_it_reads()
    {
        var code = File.ReadAllText(Path.Combine(SourceTree.Root, "AppHost", "Choices.cs"));

        var named = Deploy.Split('\n')
            .SelectMany(line => AppHostCommand().Matches(line))
            .SelectMany(command => Option().Matches(command.Groups["options"].Value))
            .Select(match => match.Groups["name"].Value)
            .Except(OptionsOfAspire)
            .ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(
            code.Contains($"\"{name}\"", StringComparison.Ordinal), $"--{name} is not in AppHost/Choices.cs."));
    }

    [Fact]
    public void Every_secret_of_Container_Apps_that_the_docs_name_is_one_that_azd_makes()
    {
        var manifest = Manifest.Read(Output.Approved("manifest-external"));
        var secrets = manifest.Apps
            .SelectMany(app => app.Resource.Members("env"))
            .Where(variable => manifest.SecretIn(variable.Name, variable.Value.Text() ?? ""))
            .Select(variable => ContainerApps.SecretNameOf(variable.Name))
            .ToHashSet();
        var parameters = manifest.Parameters.Select(parameter => parameter.Name.Replace('-', '_')).ToHashSet();

        var namedSecrets = SecretReference().Matches(Deploy).Select(match => match.Groups["name"].Value).ToArray();
        var namedParameters = AzdParameter().Matches(Deploy).Select(match => match.Groups["name"].Value).ToArray();

        Assert.NotEmpty(namedSecrets);
        Assert.NotEmpty(namedParameters);
        Assert.Empty(namedSecrets.Except(secrets));
        Assert.Empty(namedParameters.Except(parameters));
    }

    private static Chart[] Charts() =>
        [.. Output.Modes
            .Where(mode => mode.StartsWith("kubernetes", StringComparison.Ordinal))
            .Select(mode => Chart.Read(Output.Approved(mode)))];

    private static ComposeProject[] Projects() =>
        [.. Output.Modes
            .Where(mode => mode.StartsWith("compose", StringComparison.Ordinal))
            .Select(mode => ComposeProject.Read(Output.Approved(mode)))];

    private static IEnumerable<string[]> Leaves(JsonNode? node, string[] path) => node is JsonObject members
        ? members.SelectMany(member => Leaves(member.Value, [.. path, member.Key]))
        : [path];

    private static IEnumerable<string> Blocks(string heading, string language) =>
        Regex.Matches(Section(heading), $@"^```{language}\n(?<text>.*?)^```", Both)
            .Select(match => match.Groups["text"].Value);

    private static string Section(string heading) =>
        Regex.Match(Deploy, $@"^## {heading}\n(?<text>.*?)(?=^## |\z)", Both).Groups["text"].Value;

    private const RegexOptions Both = RegexOptions.Multiline | RegexOptions.Singleline;

    [GeneratedRegex(
        @"kubectl [^`\n|]*?((?<kind>secret|configmap) (?<name>[a-z-]+)( -o jsonpath='\{\.data\.(?<key>\w+)\}')?"
        + @"|(?<kind>service|deployment)/(?<name>[a-z-]+))")]
    private static partial Regex KubernetesName();

    [GeneratedRegex(@"`\$?\{?(?<name>[A-Z][A-Z0-9]*_[A-Z0-9_]+)(=[^`]*)?\}?`|^(?<name>[A-Z][A-Z0-9]*_[A-Z0-9_]+)=",
        RegexOptions.Multiline)]
    private static partial Regex VariableName();

    [GeneratedRegex(@"docker compose [^`\n]*?(--scale (?<name>[a-z-]+)=|(logs|exec|restart)( -\S+)* (?<name>[a-z-]+))")]
    private static partial Regex ServiceName();

    [GeneratedRegex("`(?<name>links_[a-z-]+)`")]
    private static partial Regex VolumeName();

    [GeneratedRegex(@"(--output-path|-o) (\./)?(?<folder>[\w/.-]+)")]
    private static partial Regex OutputFolder();

    [GeneratedRegex(
        @"(helm (install|upgrade|template)( --\S+)* \S+|docker compose --project-directory) (\./)?(?<folder>[\w/.-]+)")]
    private static partial Regex UsedFolder();

    [GeneratedRegex(@"(aspire (publish|deploy|run)|--project AppHost)\b.*? -- (?<options>[^`#]*)")]
    private static partial Regex AppHostCommand();

    [GeneratedRegex("--(?<name>[a-z][a-z-]*)")]
    private static partial Regex Option();

    [GeneratedRegex("secretRef: (?<name>[a-z0-9-]+)")]
    private static partial Regex SecretReference();

    [GeneratedRegex(@"infra\.parameters\.(?<name>\w+)")]
    private static partial Regex AzdParameter();
}
