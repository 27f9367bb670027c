using System.Text.RegularExpressions;
using Tests.Deployment.Charts;
using Tests.Deployment.Composes;
using Tests.Deployment.Manifests;

namespace Tests.Deployment.Graphs;

/// <summary>Demands of this project on every target: closed, observable, and nothing accepted is lost.</summary>
internal static partial class OwnRules
{
    private const string KeyVariable = "Gateway__ApiKeys__0__Key";

    private static readonly string[] SecretWords = ["password", "apikey", "secret", "token", "sharedaccesskey"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        .. Samples.Each("links/closed", "The gateway has an API key, which the target stores as a secret.",
        "SECURITY.md",
            graph => graph.Workloads
                .Where(workload => workload.IsGateway
                    && workload.Environment.GetValueOrDefault(KeyVariable) is not { IsSecret: true })
                .Select(workload => $"{workload.Name} has no {KeyVariable} from a secret."),
            bad: new Sample("gateway", []),
            good: new Sample("gateway", [(KeyVariable, null)])),
        .. Samples.Each("links/worker-secret", "A worker has the secret of its callers, which the target stores as one.",
        "SECURITY.md",
            graph => graph.Workloads
                .Where(workload => workload is { IsHost: true, IsGateway: false }
                    && workload.Environment.GetValueOrDefault("Direct__Secret") is not { IsSecret: true })
                .Select(workload => $"{workload.Name} has no Direct__Secret from a secret."),
            bad: new Sample("extractor", []),
            good: new Sample("extractor", [("Direct__Secret", null)])),
        .. Samples.Each("links/own-name", "Every host answers for the address that the target gives it.",
        "docs/adr/0044-one-guard-in-front-of-every-host.md",
            graph => graph.Workloads
                .Where(workload => workload.IsHost && workload.Value("AllowedHosts") is not { Length: > 0 })
                .Select(workload => $"{workload.Name} has no AllowedHosts."),
            bad: new Sample("gateway", []),
            good: new Sample("gateway", [("AllowedHosts", "http://gateway:8080")])),
        .. Samples.Each("links/worker-inside", "Nothing outside reaches a worker, the broker, or the database.",
        "SECURITY.md",
            graph => graph.Workloads
                .Where(workload => workload.IsPublic && !workload.IsGateway
                    && !workload.Name.Contains("dashboard", StringComparison.Ordinal))
                .Select(workload => $"{workload.Name} is reachable from outside."),
            bad: new Sample("extractor", [], IsPublic: true),
            good: new Sample("gateway", [], IsPublic: true)),
        .. Samples.Each("links/clear-text", "No password or key is in the published files.", "SECURITY.md",
            graph => graph.Workloads.SelectMany(workload => workload.Environment
                .Where(setting => !setting.Value.IsSecret && setting.Value.Value.Length > 0
                    && (Password().IsMatch(setting.Value.Value) || NamesSecret(setting.Key)))
                .Select(setting => $"{workload.Name} has {setting.Key} in clear text.")),
            bad: new Sample("gateway", [("Mongo__Password", "hunter2")]),
            good: new Sample("gateway", [("Mongo__Password", null), ("Mongo__Username", "admin")])),
        .. Samples.Each("links/settings", "Every setting that a host receives is one that its code reads.",
        "docs/deploy.md",
            graph => graph.Workloads
                .Where(workload => workload.IsHost)
                .SelectMany(workload => workload.Environment.Keys
                    .Where(name => !KnownSettings.Has(name))
                    .Select(name => $"{workload.Name} receives {name}, which no code names.")),
            bad: new Sample("gateway", [("Gateway__ApiKees__0__Key", "a")]),
            good: new Sample("gateway", [(KeyVariable, null), ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true")])),
        .. Samples.Each<ComposeProject, Chart>("links/telemetry", "Every host sends its traces to the dashboard.",
            "docs/deploy.md",
            graph => graph.Workloads
                .Where(workload => workload.IsHost
                && workload.Value("OTEL_EXPORTER_OTLP_ENDPOINT") is not { Length: > 0 })
                .Select(workload => $"{workload.Name} has no OTEL_EXPORTER_OTLP_ENDPOINT."),
            bad: new Sample("extractor", []),
            good: new Sample("extractor", [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://dashboard:18889")])),
        .. Samples.Each<ComposeProject, Chart>("links/data",
        "What the gateway accepts and what servers store is on a volume.",
            "docs/deploy.md",
            graph => graph.Workloads.SelectMany(Folders)
                .Where(folder => !folder.Workload.Mounts.Any(mount => IsWithin(folder.Path, mount)))
                .Select(folder => $"{folder.Workload.Name} keeps {folder.Path} in its own layer."),
            bad: new Sample("gateway", [("Data__Path", "/home/app")]),
            good: new Sample("gateway", [("Data__Path", "/home/app")], Mount: "/home/app")),
        new Rule<Manifest>
        {
            Id = "links/store@manifest",
            Demand = "The gateway has a store outside its container, because azd gives a project no volume.",
            Source = Sources.Azd("pkg/apphost/generate_types.go", 90),
            Check = manifest => manifest.Workloads
                .Where(workload => workload.IsGateway && workload.Value("ConnectionStrings__links") is null)
                .Select(workload => $"{workload.Name} keeps everything in its own layer."),
            Bad = "resources: {gateway: {type: project.v0}}",
            Good = "resources: {gateway: {type: project.v0, env: {ConnectionStrings__links: 'mongodb://a/links'}}}",
        },
        new Rule<Chart>
        {
            Id = "links/probes",
            Demand = "Every host has a readiness and a liveness probe.",
            Source = "docs/adr/0021-shared-host-defaults.md",
            Check = chart => ContainerRules.OfContainers(chart, (pod, container) =>
                container.Text("name") is "gateway" or "extractor"
                && (container.At("readinessProbe") is null || container.At("livenessProbe") is null)
                    ? [$"{pod} lacks a probe."]
                    : []),
            Bad = ContainerRules.Containers(
                "{name: gateway, image: b, readinessProbe: {httpGet: {path: /, port: 80}}}"),
            Good = ContainerRules.Containers("""
                {name: gateway, image: b, readinessProbe: {httpGet: {path: /health}},
                 livenessProbe: {httpGet: {path: /alive}}}
                """),
        },
    ];

    private static IEnumerable<(Workload Workload, string Path)> Folders(Workload workload)
    {
        // A gateway with a database keeps accepted files there; its folder has unfinished work only.
        if (workload.IsGateway && workload.Value("ConnectionStrings__links") is null)
            yield return (workload, workload.Value("Data__Path") ?? "/app/data");
        else if (workload.Image.Contains("mongo:", StringComparison.Ordinal))
            yield return (workload, "/data/db");
        else if (workload.Image.Contains("confluent-local", StringComparison.Ordinal))
            yield return (workload, workload.Value("KAFKA_LOG_DIRS") ?? "/tmp/kraft-combined-logs");
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static bool NamesSecret(string variable)
    {
        var last = variable.Split("__")[^1].Replace("_", "").Replace(".", "");
        return SecretWords.Any(word => last.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            || variable.EndsWith("__Key", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"://[^/@\s]*:[^/@\s]+@|[Pp]assword=[^;\s]+")]
    private static partial Regex Password();
}
