using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tests.Deployment.Composes;

/// <summary>Demands of Compose on services and on what they refer to.</summary>
internal static partial class ComposeServices
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<ComposeProject>
        {
            Id = "compose/service-name",
            Demand = "The name of a service has letters, digits, dots, hyphens, and underscores only.",
            Source = Sources.ComposeSpec("schema/compose-spec.json", 31),
            Check = project => project.Services
                .Where(service => !ServiceName().IsMatch(service.Name))
                .Select(service => $"\"{service.Name}\" is no name of a service."),
            Bad = "services: {'gate way': {image: a}}",
            Good = "services: {gateway: {image: a}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/image",
            Demand = "A service has an image or a build.",
            Source = Sources.ComposeGo("loader/validate.go", 33),
            Check = project => project.Services
                .Where(service => project.Resolve(service.Service.Text("image") ?? "").Length == 0
                    && service.Service.At("build") is null)
                .Select(service => $"{service.Name} has neither."),
            Bad = "services: {gateway: {restart: always}}",
            Good = "services: {gateway: {image: '${IMAGE}'}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/restart",
            Demand = "A service has a restart policy, so that it comes back after a crash or a reboot of the machine.",
            Source = Sources.ComposeSpec("05-services.md", 1825),
            Check = project => project.Services
                .Where(service => !Restart().IsMatch(service.Service.Text("restart") ?? ""))
                .Select(service => $"{service.Name} has the policy \"{service.Service.Text("restart")}\"."),
            Bad = "services: {gateway: {image: a}}",
            Good = "services: {gateway: {image: a, restart: unless-stopped}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/depends-on",
            Demand = "A service depends on services of the file, never in a circle.",
            Source = Sources.ComposeGo("loader/validate.go", 89),
            Check = project => Dependencies(project)
                .Where(dependency => project.Services.All(service => service.Name != dependency.On))
                .Select(dependency => $"{dependency.Service} depends on {dependency.On}, which is not there.")
                .Concat(project.Services
                    .Where(service => Reaches(project, service.Name, service.Name))
                    .Select(service => $"{service.Name} depends on itself.")),
            Bad = "services: {a: {image: a, depends_on: [b]}, b: {image: b, depends_on: [a]}}",
            Good = "services: {a: {image: a, depends_on: {b: {condition: service_started}}}, b: {image: b}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/healthy",
            Demand = "A service that another one waits for until it is healthy has a health check.",
            Source = Sources.ComposeSpec("05-services.md", 415),
            Check = project => Dependencies(project)
                .Where(dependency => dependency.Condition == "service_healthy"
                    && project.Root.At("services", dependency.On, "healthcheck", "test") is null)
                .Select(dependency => $"{dependency.Service} waits for {dependency.On}, which has no health check."),
            Bad = "services: {a: {image: a, depends_on: {b: {condition: service_healthy}}}, b: {image: b}}",
            Good = """
                services:
                  a: {image: a, depends_on: {b: {condition: service_healthy}}}
                  b: {image: b, healthcheck: {test: [CMD, ping]}}
                """,
        },
        new Rule<ComposeProject>
        {
            Id = "compose/healthcheck",
            Demand = "A health check starts with CMD, CMD-SHELL, or NONE.",
            Source = Sources.ComposeGo("loader/validate.go", 80),
            Check = project => project.Services
                .Where(service => service.Service.At("healthcheck", "test") is JsonArray test
                    && test.FirstOrDefault().Text() is not ("CMD" or "CMD-SHELL" or "NONE"))
                .Select(service => $"{service.Name} has another start."),
            Bad = "services: {a: {image: a, healthcheck: {test: [curl, localhost]}}}",
            Good = "services: {a: {image: a, healthcheck: {test: [CMD, curl, localhost]}}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/network",
            Demand = "A service joins networks of the file.",
            Source = Sources.ComposeGo("loader/validate.go", 72),
            Check = project => project.Services
                .SelectMany(
                    service => service.Service.Items("networks").Select(network => network.Text() ?? "")
                        .Concat(service.Service.Members("networks").Select(network => network.Name)),
                    (service, network) => (service.Name, Network: network))
                .Where(joined => joined.Network != "default"
                    && project.Root.Members("networks").All(network => network.Name != joined.Network))
                .Select(joined => $"{joined.Name} joins {joined.Network}, which is not there."),
            Bad = "services: {a: {image: a, networks: [aspire]}}",
            Good = "{services: {a: {image: a, networks: [aspire]}}, networks: {aspire: {driver: bridge}}}",
        },
    ];

    private static IEnumerable<(string Service, string On, string Condition)> Dependencies(ComposeProject project) =>
        project.Services.SelectMany(service => service.Service.Items("depends_on")
            .Select(on => (service.Name, on.Text() ?? "", "service_started"))
            .Concat(service.Service.Members("depends_on")
                .Select(on => (service.Name, on.Name, on.Value.Text("condition") ?? "service_started"))));

    private static bool Reaches(ComposeProject project, string from, string to)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var name))
        {
            foreach (var (_, on, _) in Dependencies(project).Where(dependency => dependency.Service == name))
            {
                if (on == to)
                    return true;
                if (seen.Add(on))
                    open.Push(on);
            }
        }

        return false;
    }

    [GeneratedRegex("^[a-zA-Z0-9._-]+$")]
    private static partial Regex ServiceName();

    [GeneratedRegex("^(always|unless-stopped|on-failure(:[0-9]+)?)$")]
    private static partial Regex Restart();
}
