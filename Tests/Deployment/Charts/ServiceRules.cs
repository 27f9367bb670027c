using System.Text.Json.Nodes;

namespace Tests.Deployment.Charts;

/// <summary>Demands of Kubernetes on services and ingresses.</summary>
internal static class ServiceRules
{
    private const string Workload = """
        kind: Deployment
        metadata: {name: a}
        spec:
          template:
            metadata: {labels: {app: a}}
            spec: {containers: [{name: a, image: b, ports: [{name: http, containerPort: 8080}]}]}
        """;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Chart>
        {
            Id = "kubernetes/service-selector",
            Demand = "A service selects pods of the chart.",
            Source = Sources.Kubernetes("core", "ValidateService"),
            Check = chart => chart.Of("Service")
                .Where(service => !Targets(chart, service).Any())
                .Select(service => $"{service} selects nothing."),
            Bad = "{kind: Service, metadata: {name: a}, spec: {selector: {app: b}}}\n---\n" + Workload,
            Good = "{kind: Service, metadata: {name: a}, spec: {selector: {app: a}}}\n---\n" + Workload,
        },
        new Rule<Chart>
        {
            Id = "kubernetes/service-port",
            Demand = "A port of a service has a number, a protocol in capitals, a name where there are several, and a "
                + "target that its pods open.",
            Source = Sources.Kubernetes("core", "validateServicePort"),
            Check = chart => chart.Of("Service").SelectMany(service => service.Root.Items("spec", "ports")
                .Where(port => !Syntax.IsPort(port.Number("port"))
                    || port.Text("protocol") is not (null or "TCP" or "UDP" or "SCTP")
                    || service.Root.Items("spec", "ports").Count() > 1 && !Syntax.IsLabel(port.Text("name"))
                    || service.Root.Items("spec", "ports").Count(other => other.Text("name") == port.Text("name")) > 1
                    || !Targets(chart, service).All(pod => Opens(pod, port.At("targetPort") ?? port.At("port"))))
                .Select(port => $"{service} has the port {port.ToJsonString()}.")),
            Bad = "{kind: Service, metadata: {name: a}, spec: {selector: {app: a}, ports: [{port: 80}]}}\n---\n"
                + Workload,
            Good = """
                {kind: Service, metadata: {name: a}, spec: {selector: {app: a}, ports: [{port: 80, targetPort: 8080}]}}
                ---
                """ + "\n" + Workload,
        },
        new Rule<Chart>
        {
            Id = "kubernetes/ingress",
            Demand = "An ingress leads to services of the chart by a port that they have, with a path and a path type.",
            Source = Sources.Kubernetes("networking", "validateHTTPIngressPath"),
            Check = chart => chart.Of("Ingress")
                .Where(ingress => Exposure.Backends(chart).All(backend => backend.Ingress != ingress))
                .Select(ingress => $"{ingress} leads nowhere.")
                .Concat(Exposure.Backends(chart)
                    .Where(backend => backend.Path.Text("pathType") is not (
                        "Prefix" or "Exact" or "ImplementationSpecific")
                        || (backend.Path.Text("path") ?? "/") is not ['/', ..]
                        || !chart.Of("Service").Any(service =>
                            service.Name == backend.Service && HasPort(service, backend.Port)))
                    .Select(backend => $"{backend.Ingress} has the path {backend.Path.ToJsonString()}.")),
            Bad = """
                kind: Ingress
                metadata: {name: a}
                spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: gateway, port: {number: 80}}}}]}}]}
                """,
            Good = """
                kind: Ingress
                metadata: {name: a}
                spec:
                  rules:
                    - http:
                        paths: [{path: /, pathType: Prefix, backend: {service: {name: gateway, port: {name: http}}}}]
                ---
                {kind: Service, metadata: {name: gateway}, spec: {ports: [{name: http, port: 8080}]}}
                """,
        },
        new Rule<Chart>
        {
            Id = "kubernetes/ingress-host",
            Demand = "A host of an ingress is a name of DNS.",
            Source = Sources.Kubernetes("networking", "validateIngressRules"),
            Check = chart => chart.Of("Ingress").SelectMany(ingress => ingress.Root.Items("spec", "rules")
                .Select(rule => rule.Text("host"))
                .Where(
                    host => host is not null && !Syntax.IsSubdomain(host.Replace("*.", "", StringComparison.Ordinal)))
                .Select(host => $"{ingress} has the host \"{host}\".")),
            Bad = "{kind: Ingress, metadata: {name: a}, spec: {rules: [{host: 'Links:8080'}]}}",
            Good = "{kind: Ingress, metadata: {name: a}, spec: {rules: [{host: links.example}]}}",
        },
    ];

    private static IEnumerable<Pod> Targets(Chart chart, KubernetesObject service) =>
        Pod.Texts(service.Root, "spec", "selector") is { Count: > 0 } selector
            ? chart.Pods.Where(pod => Pod.Selects(selector, pod.Labels))
            : [];

    private static bool Opens(Pod pod, JsonNode? target) =>
        pod.Containers.SelectMany(container => container.Items("ports")).Any(port =>
            target.Number() is { } number
                ? port.Number("containerPort") == number
                : port.Text("name") == target.Text());

    private static bool HasPort(KubernetesObject service, JsonNode? port) =>
        service.Root.Items("spec", "ports").Any(own =>
            port.Number("number") is { } number ? own.Number("port") == number : own.Text("name") == port.Text("name"));
}
