using System.Text.Json.Nodes;

namespace Tests.Deployment.Charts;

/// <summary>Demands of Kubernetes on containers: images, ports, probes, resources, and security.</summary>
internal static class ContainerRules
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private static readonly string[] Actions = ["httpGet", "tcpSocket", "exec", "grpc"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Chart>
        {
            Id = "kubernetes/container",
            Demand = "A container has a name of its own and an image.",
            Source = Sources.Kubernetes("core", "validateContainerCommon"),
            Check = chart => chart.Pods
                .SelectMany(pod => pod.AllContainers
                    .Where(container => !Syntax.IsLabel(container.Text("name"))
                        || string.IsNullOrWhiteSpace(container.Text("image"))
                        || pod.AllContainers.Count(other => other.Text("name") == container.Text("name")) > 1)
                    .Select(container =>
                        $"{pod} has {container.Text("name")} with the image \"{container.Text("image")}\".")),
            Bad = Containers("{name: a, image: ''}"),
            Good = Containers("{name: a, image: b}"),
        },
        new Rule<Chart>
        {
            Id = "kubernetes/container-port",
            Demand = "A port has a number, a protocol in capitals, and a name of at most 15 letters, each once.",
            Source = Sources.ApiMachinery("pkg/util/validation/validation.go", 321),
            Check = chart => OfContainers(chart, (pod, container) => container.Items("ports")
                .Where(port => !Syntax.IsPort(port.Number("containerPort"))
                    || port.Text("protocol") is not (null or "TCP" or "UDP" or "SCTP")
                    || port.At("name") is not null && !Syntax.IsPortName(port.Text("name"))
                    || container.Items("ports").Count(other => other.Text("name") == port.Text("name")) > 1)
                .Select(port => $"{pod} has the port {port.ToJsonString()}.")),
            Bad = Containers("{name: a, image: b, ports: [{name: a-very-long-port-name, containerPort: 80}]}"),
            Good = Containers("{name: a, image: b, ports: [{name: http, containerPort: 80, protocol: TCP}]}"),
        },
        new Rule<Chart>
        {
            Id = "kubernetes/probe",
            Demand = "A probe has a path, a scheme in capitals, and a port of its container, and a liveness probe "
                + "succeeds once.",
            Source = Sources.Kubernetes("core", "validateHTTPGetAction"),
            Check = chart => OfContainers(chart, (pod, container) => Probes
                .Where(name => container.At(name, "httpGet") is not null)
                .Where(name => container.Text(name, "httpGet", "path") is not { Length: > 0 }
                    || container.Text(name, "httpGet", "scheme") is not (null or "HTTP" or "HTTPS")
                    || !HasPort(container, container.At(name, "httpGet", "port"))
                    || name != "readinessProbe" && container.Number(name, "successThreshold") is not (null or 1))
                .Select(name => $"{pod} has the {name} {container.At(name)!.ToJsonString()}.")),
            Bad = Containers("""
                {name: a, image: b, ports: [{containerPort: 80}],
                 readinessProbe: {httpGet: {path: /, port: 80, scheme: http}}}
                """),
            Good = Containers("""
                {name: a, image: b, ports: [{containerPort: 80}],
                 readinessProbe: {httpGet: {path: /, port: 80, scheme: HTTP}}}
                """),
        },
        new Rule<Chart>
        {
            Id = "kubernetes/probe-action",
            Demand = "A probe has one action: a request, a port of its container, or a command.",
            Source = Sources.Kubernetes("core", "validateHandler"),
            Check = chart => OfContainers(chart, (pod, container) => Probes
                .Where(name => container.At(name) is { } probe
                    && (Actions.Count(action => probe.At(action) is not null) != 1
                        || probe.At("exec") is not null && !probe.Items("exec", "command").Any()
                        || probe.At("tcpSocket") is not null && !HasPort(container, probe.At("tcpSocket", "port"))))
                .Select(name => $"{pod} has the {name} {container.At(name)!.ToJsonString()}.")),
            Bad = Containers(
                "{name: a, image: b, ports: [{containerPort: 80}], livenessProbe: {tcpSocket: {port: 81}}}"),
            Good = Containers(
                "{name: a, image: b, ports: [{containerPort: 80}], livenessProbe: {tcpSocket: {port: 80}}}"),
        },
        new Rule<Chart>
        {
            Id = "links/writable",
            Demand = "A host with a read-only root has its data folder on a volume that it can write.",
            Source = "docs/adr/0023-container-images.md",
            Check = chart => OfContainers(chart, (pod, container) =>
                container.IsTrue("securityContext", "readOnlyRootFilesystem")
                && chart.Workloads.First(workload => workload.Name == container.Text("name")) is { IsHost: true } host
                && !container.Items("volumeMounts").Any(mount =>
                    mount.Text("mountPath") == (host.Value("Data__Path") ?? "") && !mount.IsTrue("readOnly"))
                    ? [$"{pod} cannot write {host.Value("Data__Path")}."]
                    : []),
            Bad = Containers("{name: gateway, image: b, securityContext: {readOnlyRootFilesystem: true}}"),
            Good = Containers("""
                {name: gateway, image: b, securityContext: {readOnlyRootFilesystem: true},
                 env: [{name: Data__Path, value: /home/app}], volumeMounts: [{name: work, mountPath: /home/app}]}
                """),
        },
        new Rule<Chart>
        {
            Id = "kubernetes/resources",
            Demand = "Resources are quantities, and no request exceeds its limit.",
            Source = Sources.Kubernetes("core", "ValidateContainerResourceRequirements"),
            Check = chart => OfContainers(chart, (pod, container) =>
            {
                var limits = Pod.Texts(container, "resources", "limits");
                var requests = Pod.Texts(container, "resources", "requests");
                return limits.Concat(requests)
                    .Where(resource => Syntax.Quantity(resource.Value) is null)
                    .Select(resource => $"{pod} has {resource.Key}: {resource.Value}.")
                    .Concat(requests
                        .Where(request => Syntax.Quantity(request.Value)
                            > Syntax.Quantity(limits.GetValueOrDefault(request.Key)))
                        .Select(request => $"{pod} requests more {request.Key} than its limit."));
            }),
            Bad = Containers("{name: a, image: b, resources: {limits: {memory: 1Gi}, requests: {memory: 2Gi}}}"),
            Good = Containers(
                "{name: a, image: b, resources: {limits: {memory: 1Gi}, requests: {cpu: 250m, memory: 512Mi}}}"),
        },
        new Rule<Chart>
        {
            Id = "kubernetes/security",
            Demand = "Users and groups are numbers, and no container is privileged.",
            Source = Sources.Kubernetes("core", "ValidateSecurityContext"),
            Check = chart => OfContainers(chart, (pod, container) =>
                new[] { "runAsUser", "runAsGroup", "fsGroup" }
                    .Where(name => pod.Security(container, name) is { } value && value.Number() is not >= 0)
                    .Select(name => $"{pod} has {name}: {pod.Security(container, name)}.")
                    .Concat(container.IsTrue("securityContext", "privileged") ? [$"{pod} is privileged."] : [])),
            Bad = Containers("{name: a, image: b, securityContext: {runAsUser: app}}"),
            Good = Containers("{name: a, image: b, securityContext: {runAsUser: 1654, runAsNonRoot: true}}"),
        },
        new Rule<Chart>
        {
            Id = "kubernetes/host-security",
            Demand = "Our containers run as a numbered user other than root, without more rights, and with limits.",
            Source = "docs/adr/0023-container-images.md",
            Check = chart => OfContainers(chart, (pod, container) => container.Text("name") is not (
                "gateway" or "extractor")
                ? []
                :
                [
                    .. pod.Security(container, "runAsUser").Number() > 0
                        ? Array.Empty<string>() : [$"{pod} names no user."],
                    .. pod.Security(container, "runAsNonRoot").IsTrue()
                        ? Array.Empty<string>() : [$"{pod} may run as root."],
                    .. container.At("securityContext", "allowPrivilegeEscalation") is { } more && !more.IsTrue()
                        ? Array.Empty<string>() : [$"{pod} may gain rights."],
                    .. container.At("resources", "limits", "memory") is not null
                        ? Array.Empty<string>() : [$"{pod} has no limit of memory."],
                ]),
            Bad = Containers("{name: gateway, image: b}"),
            Good = Containers("""
                {name: gateway, image: b, resources: {limits: {memory: 1Gi}},
                 securityContext: {runAsUser: 1654, runAsNonRoot: true, allowPrivilegeEscalation: false}}
                """),
        },
    ];

    /// <summary>Wraps a container in a deployment, for samples.</summary>
    public static string Containers(string container) => $$"""
        kind: Deployment
        metadata: {name: a}
        spec:
          template:
            spec:
              containers:
                - {{container.Trim().ReplaceLineEndings("\n          ")}}
        """;

    public static IEnumerable<string> OfContainers(
        Chart chart, Func<Pod, JsonNode, IEnumerable<string>> findings) =>
        chart.Pods.SelectMany(pod => pod.AllContainers, (pod, container) => findings(pod, container))
            .SelectMany(found => found);

    private static bool HasPort(JsonNode container, JsonNode? port) => container.Items("ports").Any(own =>
        port.Number() is { } number ? own.Number("containerPort") == number : own.Text("name") == port.Text());
}
