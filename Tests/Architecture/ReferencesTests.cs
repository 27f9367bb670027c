using System.Xml.Linq;
using Tests.Support;

namespace Tests.Architecture;

/// <summary>Checks the table of allowed references: docs/adr/0001.</summary>
public sealed class ReferencesTests
{
    private static readonly string[] Domains = ["Jobs", "Extraction", "Geocoding", "Tables", "Files"];

    private static readonly string[] Adapters =
    [
        "Adapters.Kafka", "Adapters.InProcess", "Adapters.Sqlite", "Adapters.MongoDb", "Adapters.FileSystem",
        "Adapters.YoutubeExplode", "Adapters.YouTubeSources", "Adapters.Webhooks",
    ];

    private static readonly string[] Hosts = [.. Domains, "Adapters.Webhooks", "Composition", "ServiceDefaults"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["AppHost"] = ["Gateway.Api", "Extractor.Worker", "StandIn"],
        ["ServiceDefaults"] = [],
        ["Jobs"] = [],
        ["Tables"] = [],
        ["Files"] = ["Jobs", "Tables"],
        ["Extraction"] = ["Jobs", "Tables", "Files"],
        ["Geocoding"] = ["Jobs", "Tables", "Files"],
        ["Adapters.Kafka"] = ["Jobs"],
        ["Adapters.InProcess"] = ["Jobs"],
        ["Adapters.Sqlite"] = ["Jobs", "Extraction"],
        ["Adapters.MongoDb"] = ["Jobs", "Extraction", "Files"],
        ["Adapters.FileSystem"] = ["Jobs", "Extraction", "Files"],
        ["Adapters.YoutubeExplode"] = ["Jobs", "Extraction"],
        ["Adapters.YouTubeSources"] = ["Jobs", "Extraction"],
        ["Adapters.Webhooks"] = ["Jobs"],
        ["Composition"] = [.. Domains, .. Adapters],
        ["Gateway.Api"] = Hosts,
        ["Extractor.Worker"] = Hosts,
        ["StandIn"] = ["Extraction"],
        ["Simulation"] = ["Jobs", "Files", "Adapters.InProcess", "Adapters.Kafka", "Gateway.Api"],
        ["Bench"] = [.. Hosts, "Gateway.Api", "Extractor.Worker", "Simulation", "StandIn"],
        ["Tests"] =
        [
            .. Hosts, .. Adapters, "Gateway.Api", "Extractor.Worker", "StandIn", "Bench", "AppHost", "Simulation",
        ],
        ["Tests.AppHost"] = ["AppHost"],
    };

    [Fact]
    public void Projects_reference_only_whom_they_may()
    {
        foreach (var project in SourceTree.Projects())
        {
            var name = Path.GetFileNameWithoutExtension(project);
            Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is not in the table of projects.");
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Where(reference => reference.Attribute("Include") is not null)
                .Select(reference => Path.GetFileNameWithoutExtension(
                    ((string)reference.Attribute("Include")!).Replace('\\', '/')));
            Assert.Empty(references.Except(allowed));
        }
    }

    [Fact]
    public void The_table_names_only_projects_that_exist()
    {
        var projects = SourceTree.Projects().Select(project => Path.GetFileNameWithoutExtension(project)!);

        Assert.Empty(Allowed.Keys.Except(projects));
    }

    [Fact]
    public void The_machinery_knows_no_package_but_the_abstractions_of_hosting()
    {
        var packages = XDocument.Load(Path.Combine(SourceTree.Root, "Jobs", "Jobs.csproj"))
            .Descendants("PackageReference")
            .Select(package => (string)package.Attribute("Include")!);

        Assert.All(packages, package => Assert.StartsWith("Microsoft.Extensions.", package, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_composition_the_hosts_defaults_and_the_AppHost_differ_between_the_two_builds()
    {
        var projects = SourceTree.Projects()
            .Where(project => XDocument.Load(project).Descendants("Compile")
                .Select(compile => (string?)compile.Attribute("Remove") ?? "")
                .Any(removed => removed.Contains("Portable/**", StringComparison.Ordinal)))
            .Select(project => Path.GetFileNameWithoutExtension(project)!)
            .Order(StringComparer.Ordinal);

        Assert.Equal(["AppHost", "Composition", "ServiceDefaults", "Tests"], projects);
    }

    [Fact]
    public void The_folder_of_packages_may_end_without_a_slash()
    {
        foreach (var file in SourceFiles.With(".csproj", ".props", ".targets"))
            Assert.DoesNotMatch(@"\$\(NuGetPackageRoot\)\w", File.ReadAllText(file));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(SourceTree.Root, "aspire.sln"));

        Assert.All(
            SourceTree.Projects(),
            project => Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal));
    }
}
