using System.Text.RegularExpressions;
using Tests.Architecture;

namespace Tests.Deployment.Graphs;

/// <summary>Finds settings and topics in the code of the hosts.</summary>
internal static partial class KnownSettings
{
    // Read by .NET, OpenTelemetry, or Aspire's clients and service discovery, not by our code.
    private static readonly string[] OfLibraries =
        ["ASPNETCORE_", "DOTNET_", "OTEL_", "HTTP_PORTS", "HTTPS_PORTS", "services__", "ConnectionStrings__",
            "Aspire__", "Logging__", "Kafka__Client__", "TMPDIR", "TZ", "HOME"];

    private static readonly Lazy<HashSet<string>> Words = new(() => Found(Word(), "0"));

    private static readonly Lazy<HashSet<string>> Topics = new(() => Found(Topic(), "topic"));

    public static bool Has(string variable) =>
        OfLibraries.Any(prefix => variable.StartsWith(prefix, StringComparison.Ordinal))
        || variable.Split("__").Where(part => !part.All(char.IsAsciiDigit)).All(Words.Value.Contains);

    public static bool HasTopic(string topic) => Topics.Value.Contains(topic);

    [GeneratedRegex(@"new\(\s*""[a-z-]+"", ""(?<topic>[a-z-]+\.requested)""")]
    private static partial Regex Topic();

    [GeneratedRegex(@"\b[A-Za-z][A-Za-z0-9]*\b")]
    private static partial Regex Word();

    private static HashSet<string> Found(Regex expression, string group) => [.. SourceFiles.With(".cs")
        .Where(file => SourceFiles.NameOf(file) is var name
            && !name.StartsWith("Tests", StringComparison.Ordinal)
            && !name.StartsWith("AppHost", StringComparison.Ordinal))
        .SelectMany(file => expression.Matches(File.ReadAllText(file)))
        .Select(match => match.Groups[group].Value)];
}
