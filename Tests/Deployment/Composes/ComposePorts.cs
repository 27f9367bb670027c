using System.Text.Json.Nodes;

namespace Tests.Deployment.Composes;

/// <summary>Demands of Compose on ports, and ours on the ports of this machine.</summary>
internal static class ComposePorts
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<ComposeProject>
        {
            Id = "compose/host-port",
            Demand = "A published port names its port of the machine; otherwise it is another one at every start.",
            Source = Sources.ComposeSpec("05-services.md", 1606),
            Check = project => Ports(project)
                .Where(port => port.Host is null)
                .Select(port => $"{port.Service} publishes {port.Container} at a random port."),
            Bad = "services: {gateway: {image: a, ports: ['${GATEWAY_PORT}']}}",
            Good = "services: {gateway: {image: a, ports: ['${GATEWAY_PORT:-8080}:8080']}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/host-port-unique",
            Demand = "Services publish different ports of the machine.",
            Source = Sources.ComposeSpec("05-services.md", 1606),
            Check = project => Ports(project)
                .Where(port => port.Host is not null)
                .GroupBy(port => port.Host!.Split(':')[^1])
                .Where(group => group.Count() > 1)
                .Select(group => $"{string.Join(" and ", group.Select(port => port.Service))} publish {group.Key}."),
            Bad = "services: {a: {image: a, ports: ['8080:80']}, b: {image: b, ports: ['127.0.0.1:8080:80']}}",
            Good = "services: {a: {image: a, ports: ['8080:80']}, b: {image: b, ports: ['127.0.0.1:8081:80']}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/port-string",
            Demand = "A port in short syntax is a quoted string, because YAML may read 22:22 as a number.",
            Source = Sources.ComposeSpec("05-services.md", 1608),
            Check = project => project.Services
                .SelectMany(service => service.Service.Items("ports").Concat(service.Service.Items("expose")),
                    (service, port) => (service.Name, Port: port))
                .Where(port => port.Port is JsonValue && !port.Port.IsString())
                .Select(port => $"{port.Name} has the port {port.Port}, which is no string."),
            Bad = "services: {a: {image: a, ports: [8080]}}",
            Good = "services: {a: {image: a, ports: ['8080:8080', {target: 80, published: '81'}]}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/one-container",
            Demand = "A service with a fixed name of its container does not run more than one.",
            Source = Sources.ComposeGo("loader/validate.go", 177),
            Check = project => project.Services
                .Where(service => service.Service.At("container_name") is not null
                    && (service.Service.Number("scale") ?? service.Service.Number("deploy", "replicas")) > 1)
                .Select(service => $"{service.Name} has a name and more than one container."),
            Bad = "services: {a: {image: a, container_name: a, deploy: {replicas: 2}}}",
            Good = "services: {a: {image: a, deploy: {replicas: 2}}}",
        },
    ];

    /// <summary>Enumerates published ports; the host's part is null where the runtime chooses one.</summary>
    public static IEnumerable<(string Service, string? Host, string Container)> Ports(ComposeProject project) =>
        project.Services.SelectMany(
            service => service.Service.Items("ports"),
            (service, port) =>
            {
                if (port is JsonObject)
                    return (service.Name, port.Text("published"), port.Text("target") ?? "");
                var text = project.Resolve(port.Text() ?? "").Split('/')[0];
                var end = text.LastIndexOf(':');
                return (service.Name, end < 0 ? null : text[..end], text[(end + 1)..]);
            });
}
