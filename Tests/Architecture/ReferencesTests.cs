using System.Xml.Linq;
using Tests.Support;

namespace Tests.Architecture;

/// <summary>Who may reference whom: docs/adr/0001.</summary>
public sealed class ReferencesTests
{
    private static readonly string[] Domains = ["Jobs", "Extraction", "Geocoding"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["AppHost"] = ["Gateway.Api", "Extractor.Worker"],
        ["ServiceDefaults"] = [],
        ["Jobs"] = [],
        ["Extraction"] = ["Jobs"],
        ["Geocoding"] = ["Jobs"],
        ["Infrastructure"] = Domains,
        ["Gateway.Api"] = [.. Domains, "Infrastructure", "ServiceDefaults"],
        ["Extractor.Worker"] = [.. Domains, "Infrastructure", "ServiceDefaults"],
        ["StandIn"] = ["Extraction"],
        ["Bench"] = [.. Domains, "Infrastructure", "ServiceDefaults", "Gateway.Api", "Extractor.Worker", "StandIn"],
        ["Tests"] = [.. Domains, "Infrastructure", "ServiceDefaults", "Gateway.Api", "Extractor.Worker", "StandIn", "Bench"],
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
                .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));
            Assert.Empty(references.Except(allowed));
        }
    }

    [Fact]
    public void The_machinery_knows_no_package_but_the_abstractions_of_hosting()
    {
        var packages = XDocument.Load(Path.Combine(SourceTree.Root, "Jobs", "Jobs.csproj")).Descendants("PackageReference")
            .Select(package => (string)package.Attribute("Include")!);

        Assert.All(packages, package => Assert.StartsWith("Microsoft.Extensions.", package, StringComparison.Ordinal));
    }

    [Fact]
    public void Adapters_never_reference_each_other()
    {
        var infrastructure = Path.Combine(SourceTree.Root, "Infrastructure");
        string[] adapters =
        [
            "Kafka", "InProcess", "Mongo", "Sqlite", "Files", "YoutubeExplode", "YtDlp", "YouTubeApi", "Ffmpeg", "Spreadsheets",
        ];
        foreach (var adapter in adapters.Where(adapter => Directory.Exists(Path.Combine(infrastructure, adapter))))
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(infrastructure, adapter), "*.cs", SearchOption.AllDirectories))
            {
                var used = File.ReadLines(file).Where(line => line.StartsWith("using Infrastructure.", StringComparison.Ordinal))
                    .Select(line => line["using Infrastructure.".Length..].TrimEnd(';').Split('.')[0]);
                Assert.True(
                    !used.Intersect(adapters).Except([adapter]).Any(), $"{Path.GetRelativePath(infrastructure, file)} uses another adapter.");
            }
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(SourceTree.Root, "aspire.sln"));

        Assert.All(SourceTree.Projects(), project => Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal));
    }
}
