using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AppHost;

namespace Tests.AppHost;

/// <summary>Tests that a setting of the hosts reaches them, also a new one.</summary>
public sealed partial class SectionTests
{
    private static readonly string[] Hosts =
    [
        "Adapters", "Composition", "Extraction", "Extractor.Worker", "Files", "Gateway.Api", "Geocoding", "Jobs",
        "ServiceDefaults", "Tables",
    ];

    /// <summary>A target decides where data is, and this program how its processes end.</summary>
    private static readonly string[] NotForwarded = ["Data", "Host"];

    [Fact]
    public void Every_section_of_the_hosts_is_forwarded()
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(ThisFile()))!;
        var sections = Hosts
            .SelectMany(host => Directory.EnumerateFiles(Path.Combine(root, host), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Section().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToArray();

        Assert.Contains("Kafka", sections);
        Assert.Empty(sections.Except(HostSettings.OfGateways).Except(NotForwarded));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("const string Section = \"([A-Za-z]+)")]
    private static partial Regex Section();
}
