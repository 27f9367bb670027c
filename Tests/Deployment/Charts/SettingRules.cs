using static Tests.Deployment.Charts.ContainerRules;

namespace Tests.Deployment.Charts;

/// <summary>Demands of Kubernetes on config maps, secrets, and the environment.</summary>
internal static class SettingRules
{
    private static readonly string[] Maps = ["ConfigMap", "Secret"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Chart>
        {
            Id = "kubernetes/setting",
            Demand = "A value of a config map or a secret is a string; the API refuses numbers and Booleans.",
            Source = "https://github.com/kubernetes/api/blob/v0.34.0/core/v1/types.go, ConfigMap",
            Check = chart => chart.Objects
                .Where(item => Maps.Contains(item.Kind))
                .SelectMany(item => item.Root.Members("data").Concat(item.Root.Members("stringData"))
                    .Where(entry => !entry.Value.IsString())
                    .Select(entry => $"{item} has {entry.Name}: {entry.Value?.ToJsonString() ?? "null"}.")),
            Bad = "{kind: ConfigMap, metadata: {name: a}, data: {PORT: 80}}",
            Good = "{kind: ConfigMap, metadata: {name: a}, data: {PORT: '80'}}",
        },
        new Rule<Chart>
        {
            Id = "kubernetes/setting-name",
            Demand = "The name of a setting has letters, digits, dots, hyphens, and underscores, and starts with no "
                + "digit.",
            Source = Sources.ApiMachinery("pkg/util/validation/validation.go", 377),
            Check = chart => chart.Objects
                .Where(item => Maps.Contains(item.Kind))
                .SelectMany(item => item.Root.Members("data").Concat(item.Root.Members("stringData"))
                    .Where(entry => !Syntax.IsKey(entry.Name) || !Syntax.IsVariable(entry.Name))
                    .Select(entry => $"{item} has \"{entry.Name}\"."))
                .Concat(OfContainers(chart, (pod, container) => container.Items("env")
                    .Where(variable => !Syntax.IsVariable(variable.Text("name") ?? ""))
                    .Select(variable => $"{pod} has \"{variable.Text("name")}\"."))),
            Bad = "{kind: ConfigMap, metadata: {name: a}, data: {'Data:Path': /data}}",
            Good = "{kind: ConfigMap, metadata: {name: a}, data: {Data__Path: /data}}",
        },
        new Rule<Chart>
        {
            Id = "kubernetes/environment-source",
            Demand = "A container takes its environment from maps, secrets, and entries of the chart.",
            Source = Sources.Kubernetes("core", "ValidateEnvFrom"),
            Check = chart => OfContainers(chart, (pod, container) => container.Items("envFrom")
                .Where(source => !Has(chart, "ConfigMap", source.Text("configMapRef", "name"))
                    || !Has(chart, "Secret", source.Text("secretRef", "name"))
                    || source.At("configMapRef") is null == source.At("secretRef") is null)
                .Select(source => $"{pod} reads {source.ToJsonString()}.")
                .Concat(container.Items("env")
                    .Where(variable => !Entry(chart, "Secret", "stringData", variable.Text(
                        "valueFrom", "secretKeyRef", "name"),
                            variable.Text("valueFrom", "secretKeyRef", "key"))
                        || !Entry(chart, "ConfigMap", "data", variable.Text("valueFrom", "configMapKeyRef", "name"),
                            variable.Text("valueFrom", "configMapKeyRef", "key")))
                    .Select(variable => $"{pod} reads {variable.ToJsonString()}."))),
            Bad = Containers("{name: a, image: b, envFrom: [{secretRef: {name: keys}}]}"),
            Good = Containers("{name: a, image: b, envFrom: [{secretRef: {name: keys}}]}")
                + "\n---\n{kind: Secret, metadata: {name: keys}, stringData: {KEY: a}}",
        },
        new Rule<Chart>
        {
            Id = "kubernetes/secret-in-map",
            Demand = "No config map holds a value of the chart's secrets.",
            Source = "SECURITY.md",
            Check = chart => chart.Templates
                .Where(template => chart.Of("ConfigMap").Any(map => map.File == template.Key))
                .SelectMany(template => HelmTemplate.ValuesIn(template.Value)
                    .Where(path => path.StartsWith("secrets.", StringComparison.Ordinal))
                    .Select(path => $"{template.Key} reads {path}.")),
            Bad = """
                kind: ConfigMap
                metadata: {name: a}
                data: {KEY: "{{ .Values.secrets.gateway.key }}"}
                === values.yaml
                secrets: {gateway: {key: ""}}
                """,
            Good = """
                kind: ConfigMap
                metadata: {name: a}
                data: {HOST: "{{ .Values.config.host }}"}
                === values.yaml
                config: {host: a}
                """,
        },
    ];

    private static bool Has(Chart chart, string kind, string? name) =>
        name is null || chart.Of(kind).Any(item => item.Name == name);

    private static bool Entry(Chart chart, string kind, string member, string? name, string? key) =>
        name is null || chart.Of(kind).Any(item => item.Name == name && item.Root.At(member, key ?? "") is not null);
}
