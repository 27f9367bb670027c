using System.Text.Json.Nodes;

namespace Tests.Deployment.Manifests;

/// <summary>Demands of azd on bindings, from which it makes the ingress of a container app.</summary>
internal static class AzdIngress
{
    private const int MaxAdditionalPorts = 5;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Manifest>
        {
            Id = "azd/tcp-port",
            Demand = "A TCP binding has a target port.",
            Source = Sources.Azd("pkg/apphost/aca_ingress.go", 77),
            Check = manifest => Bindings(manifest)
                .Where(binding => binding.Value.Text("scheme") == "tcp" && binding.Value.Number("targetPort") is null)
                .Select(binding => $"{binding.App}.{binding.Name} has no target port."),
            Bad = "resources: {kafka: {type: container.v0, image: a, bindings: {tcp: {scheme: tcp}}}}",
            Good = """
                resources: {kafka: {type: container.v0, image: a, bindings: {tcp: {scheme: tcp, targetPort: 9092}}}}
                """,
        },
        new Rule<Manifest>
        {
            Id = "azd/external",
            Demand = "An app has external bindings of HTTP only, and all of them on one port.",
            Source = Sources.Azd("pkg/apphost/aca_ingress.go", 149),
            Check = manifest => manifest.Apps.SelectMany(app =>
            {
                var external = Bindings(manifest)
                    .Where(binding => binding.App == app.Name && binding.Value.IsTrue("external"))
                    .ToArray();
                return external
                    .Where(binding => !IsHttp(binding.Value))
                    .Select(binding => $"{app.Name}.{binding.Name} is external and not HTTP.")
                    .Concat(external.Select(binding => binding.Value.Number("targetPort")).Distinct().Count() > 1
                        ? [$"{app.Name} has external bindings on several ports."]
                        : []);
            }),
            Bad = """
                resources:
                  kafka:
                    type: container.v0
                    image: a
                    bindings: {tcp: {scheme: tcp, targetPort: 9092, external: true}}
                """,
            Good = "resources: {gateway: {type: project.v0, bindings: {http: {scheme: http, external: true}}}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/http-port",
            Demand = "An HTTP binding has no port, or 80 for http and 443 for https.",
            Source = Sources.Azd("pkg/apphost/aca_ingress.go", 234),
            Check = manifest => Bindings(manifest)
                .Where(binding => IsHttp(binding.Value) && binding.Value.Number("port") is { } port
                    && port != (binding.Value.Text("scheme") == "http" ? 80 : 443))
                .Select(binding => $"{binding.App}.{binding.Name} has the port {binding.Value.Number("port")}."),
            Bad = "resources: {gateway: {type: project.v0, bindings: {http: {scheme: http, port: 5000}}}}",
            Good = "resources: {gateway: {type: project.v0, bindings: {http: {scheme: http, port: 80}}}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/additional-ports",
            Demand = "An app has at most five ports after its first.",
            Source = Sources.Azd("pkg/apphost/aca_ingress.go", 35),
            Check = manifest => Bindings(manifest)
                .GroupBy(binding => binding.App)
                .Where(app => app.Select(binding => binding.Value.Number("targetPort")).Distinct().Count()
                    > MaxAdditionalPorts + 1)
                .Select(app => $"{app.Key} has more."),
            Bad = $"resources: {{kafka: {{type: container.v0, image: a, bindings: {{{Ports(7)}}}}}}}",
            Good = $"resources: {{kafka: {{type: container.v0, image: a, bindings: {{{Ports(6)}}}}}}}",
        },
    ];

    private static IEnumerable<(string App, string Name, JsonNode Value)> Bindings(Manifest manifest) =>
        manifest.Apps.SelectMany(
            app => app.Resource.Members("bindings").Where(binding => binding.Value is not null),
            (app, binding) => (app.Name, binding.Name, binding.Value!));

    private static bool IsHttp(JsonNode binding) => binding.Text("scheme") is "http" or "https";

    private static string Ports(int count) =>
        string.Join(", ", Enumerable.Range(1, count).Select(at => $"p{at}: {{scheme: tcp, targetPort: {9000 + at}}}"));
}
