using System.Text.Json.Nodes;

namespace Tests.Deployment.Charts;

/// <summary>Follows services and ingresses to the pods that they make reachable.</summary>
internal static class Exposure
{
    public static bool IsPublic(Chart chart, Pod pod) => chart.Of("Service")
        .Where(service => Pod.Selects(Pod.Texts(service.Root, "spec", "selector"), pod.Labels))
        .Any(service => service.Root.Text("spec", "type") is "LoadBalancer" or "NodePort"
            || Backends(chart).Any(backend => backend.Service == service.Name));

    public static IEnumerable<(KubernetesObject Ingress, string Service, JsonNode? Port, JsonNode Path)> Backends(
        Chart chart) =>
        chart.Of("Ingress").SelectMany(ingress => ingress.Root.Items("spec", "rules")
            .SelectMany(rule => rule.Items("http", "paths"))
            .Append(ingress.Root.At("spec", "defaultBackend") is { } backend
                ? new JsonObject { ["pathType"] = "Prefix", ["path"] = "/", ["backend"] = backend.DeepClone() }
                : new JsonObject())
            .Where(path => path.At("backend") is not null)
            .Select(path => (
                ingress, path.Text("backend", "service", "name") ?? "", path.At("backend", "service", "port"), path)));
}
