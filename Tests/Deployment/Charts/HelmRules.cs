using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tests.Deployment.Charts;

/// <summary>Demands of Helm on charts.</summary>
internal static partial class HelmRules
{
    /// <summary>Texts that operators use as passwords and that YAML reads as something else without quotes.</summary>
    private static readonly string[] AwkwardValues =
        ["12345678", "true", "a: b", "a #b", "it's", "*a", "p@ss/w%rd", "a\"b", "a\\b"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Chart>
        {
            Id = "helm/values",
            Demand = "Every template renders with the chart's own values and gives YAML.",
            Source = Sources.Helm("pkg/chart/v2/lint/rules/template.go", 1),
            Check = chart => chart.Problems,
            Bad = "kind: ConfigMap\nmetadata: {name: a}\ndata: {A: \"{{ .Values.config.gateway.sasl.username }}\"}",
            Good = """
                kind: ConfigMap
                metadata: {name: a}
                data: {A: "{{ .Values.config.gateway.sasl_username }}", P: "{{ .Values.port | int | toString }}"}
                === values.yaml
                port: 8080
                config: {gateway: {sasl_username: a}}
                """,
        },
        new Rule<Chart>
        {
            Id = "helm/awkward-value",
            Demand = "A secret or setting stays the text that the operator gave, also where YAML reads a number or a "
                + "comment.",
            Source = Sources.Helm("pkg/chart/v2/lint/rules/template.go", 1),
            Check = chart => AwkwardValues.SelectMany(value => Awkward(chart, value)).Distinct(),
            Bad = """
                kind: Secret
                metadata: {name: a}
                stringData:
                  KEY: {{ .Values.secrets.gateway.key }}
                === values.yaml
                secrets: {gateway: {key: ""}}
                """,
            Good = """
                kind: Secret
                metadata: {name: a}
                stringData:
                  KEY: {{ .Values.secrets.gateway.key | toString | quote }}
                === values.yaml
                secrets: {gateway: {key: ""}}
                """,
        },
        new Rule<Chart>
        {
            Id = "helm/required",
            Demand = "Without a secret the chart refuses to install and names the value to set.",
            Source = "SECURITY.md",
            Check = chart => chart.Templates.Values
                .SelectMany(HelmTemplate.ValuesIn)
                .Where(path => path.StartsWith("secrets.", StringComparison.Ordinal)
                    && chart.Values.Text(path.Split('.')) is ""
                    && !chart.Refusals.Any(sentence => sentence.Contains(path, StringComparison.Ordinal)))
                .Distinct()
                .Select(path => $"{path} may be empty."),
            Bad = """
                kind: Secret
                metadata: {name: a}
                stringData:
                  KEY: "{{ .Values.secrets.gateway.key }}"
                === values.yaml
                secrets: {gateway: {key: ""}}
                """,
            Good = """
                kind: Secret
                metadata: {name: a}
                stringData:
                  KEY: {{ if .Values.secrets.gateway.key }}a{{ else }}{{ fail "Set secrets.gateway.key." }}{{ end }}
                === values.yaml
                secrets: {gateway: {key: ""}}
                """,
        },
        new Rule<Chart>
        {
            Id = "helm/chart",
            Demand = "The chart has the API version v2, a name of lowercase letters, digits, and hyphens, and a "
                + "semantic version.",
            Source = Sources.Helm("pkg/chart/v2/metadata.go", 119),
            Check = chart =>
            [
                .. chart.Metadata.Text("apiVersion") == "v2" ? Array.Empty<string>() : ["the API version is not v2."],
                .. ChartName().IsMatch(chart.Metadata.Text("name") ?? "")
                    ? Array.Empty<string>()
                    : [$"the name is \"{chart.Metadata.Text("name")}\"."],
                .. Version().IsMatch(chart.Metadata.Text("version") ?? "")
                    ? Array.Empty<string>()
                    : [$"the version is \"{chart.Metadata.Text("version")}\"."],
            ],
            Bad = "=== Chart.yaml\n{apiVersion: v2, name: Links App, version: one}",
            Good = "=== Chart.yaml\n{apiVersion: v2, name: links, version: 0.1.0}",
        },
        new Rule<Chart>
        {
            Id = "helm/chart-name",
            Demand = "The chart has the product's name, because releases and labels carry it.",
            Source = "docs/deploy.md",
            Check = chart => chart.Metadata.Text("name") == "links"
                ? []
                : [$"the chart is called {chart.Metadata.Text("name")}."],
            Bad = "=== Chart.yaml\n{apiVersion: v2, name: apphost, version: 0.1.0}",
            Good = "=== Chart.yaml\n{apiVersion: v2, name: links, version: 0.1.0}",
        },
    ];

    private static IEnumerable<string> Awkward(Chart chart, string value)
    {
        var (objects, problems, _) = chart.Render(chart.WithSecrets(value));
        return problems.Where(problem => !chart.Problems.Contains(problem))
            .Concat(objects.Where(item => item.Kind == "Secret").SelectMany(item => item.Root.Members("stringData")
                .Where(entry => !entry.Value.IsString() || !Holds(chart, item.File, entry.Name, entry.Value, value))
                .Select(entry => $"{item.Name}.{entry.Name} does not keep the text {value}.")));
    }

    /// <summary>Checks that a secret that reads a value contains it.</summary>
    private static bool Holds(Chart chart, string file, string name, JsonNode? entry, string value) =>
        !HelmTemplate.ValuesIn(chart.Templates[file]
                .Split('\n')
                .FirstOrDefault(line => line.TrimStart().StartsWith($"{name}:", StringComparison.Ordinal)) ?? "")
            .Any(path => path.StartsWith("secrets.", StringComparison.Ordinal))
        || entry.Text()!.Contains(value, StringComparison.Ordinal);

    [GeneratedRegex("^[a-z0-9][-a-z0-9]*$")]
    private static partial Regex ChartName();

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+([-+].*)?$")]
    private static partial Regex Version();
}
