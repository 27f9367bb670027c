using System.Text.RegularExpressions;
using Tests.Deployment.Charts;
using Tests.Deployment.Composes;

namespace Tests.Deployment.Graphs;

/// <summary>Demands on the addresses by which containers find each other.</summary>
internal static partial class AddressRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<ComposeProject>
        {
            Id = "links/addresses@compose",
            Demand = "A host's addresses name services of the file.",
            Source = Sources.ComposeSpec("06-networks.md", 1),
            Check = project => Of(project)
                .Where(address => project.Services.All(service => service.Name != address.Host))
                .Select(address => $"{address.Workload} has {address.Setting} with the address {address.Host}."),
            Bad = "services: {gateway: {image: a, environment: {ConnectionStrings__kafka: 'broker:9092'}}}",
            Good = """
                services:
                  gateway: {image: a, environment: {ConnectionStrings__kafka: 'kafka:9092'}}
                  kafka: {image: b}
                """,
        },
        new Rule<Chart>
        {
            Id = "links/addresses@kubernetes",
            Demand = "A host's addresses name services of the chart with their ports.",
            Source = "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/",
            Check = chart => Of(chart)
                .Where(address => !chart.Of("Service").Any(service => service.Name == address.Host
                    && service.Root.Items("spec", "ports").Any(port => port.Number("port") == address.Port)))
                .Select(address =>
                    $"{address.Workload} has {address.Setting} with the address {address.Host}:{address.Port}."),
            Bad = ContainerRules.Containers(
                "{name: gateway, image: a, env: [{name: ConnectionStrings__kafka, value: 'kafka:9092'}]}")
                + "\n---\n{kind: Service, metadata: {name: kafka-service}, spec: {ports: [{port: 9092}]}}",
            Good = ContainerRules.Containers(
                    "{name: gateway, image: a, env: [{name: ConnectionStrings__kafka, value: 'kafka-service:9092'}]}")
                + "\n---\n{kind: Service, metadata: {name: kafka-service}, spec: {ports: [{port: 9092}]}}",
        },
        .. RawRule<ComposeProject>("compose",
        "services: {gateway: {image: a, environment: {A: 'mongodb://admin:${P}@mongo/'}}}",
            "services: {gateway: {image: a, environment: {A: 'mongodb://mongo:27017/', Mongo__Password: '${P}'}}}"),
        .. RawRule<Chart>("kubernetes",
        "{kind: Secret, metadata: {name: a}, stringData: {A: 'mongodb://admin:{{ .Values.p }}@mongo/'}}",
            "{kind: Secret, metadata: {name: a}, stringData: {A: 'mongodb://mongo:27017/', P: '{{ .Values.p }}'}}"),
        .. RawRule<Manifests.Manifest>("manifest",
            "resources: {gateway: {type: project.v0, env: {A: 'mongodb://admin:{p.value}@mongo/'}}}",
            "resources: {gateway: {type: project.v0, env: {A: 'mongodb://admin:{p-uri-encoded.value}@mongo/'}}}"),
    ];

    private static IEnumerable<(string Workload, string Setting, string Host, int Port)> Of(IGraph graph) =>
        graph.Workloads
            .Where(workload => workload.IsHost)
            .SelectMany(workload => workload.Environment.SelectMany(setting => Address().Matches(setting.Value.Value)
                .Select(match => (
                    workload.Name, setting.Key, match.Groups["host"].Value, int.Parse(match.Groups["port"].Value)))))
            .Where(address => address.Item3 != "localhost");

    /// <summary>Makes the rule that a password is percent-encoded or outside an address.</summary>
    private static IEnumerable<Rule> RawRule<T>(string target, string bad, string good) where T : IPublished<T> =>
    [
        new Rule<RawFiles<T>>
        {
            Id = $"mongo/password@{target}",
            Demand = "A password in an address of MongoDB is percent-encoded; otherwise one with @, :, or / breaks it.",
            Source = "https://www.mongodb.com/docs/manual/reference/connection-string/",
            Check = raw => raw.Files.SelectMany(file => RawPassword().Matches(file.Value)
                .Select(match => $"{file.Key}: {match.Value}")
                .Distinct()),
            Bad = bad,
            Good = good,
        },
    ];

    /// <summary>Represents the text of an output of one target.</summary>
    private sealed class RawFiles<T>(IReadOnlyDictionary<string, string> files) : IPublished<RawFiles<T>>
        where T : IPublished<T>
    {
        public static string DefaultFile => T.DefaultFile;

        public IReadOnlyDictionary<string, string> Files => files;

        public static RawFiles<T> Read(Output output) => new(output.Files);
    }

    [GeneratedRegex(@"(?<=^|//|@|,)(?<host>[a-z][a-z0-9-]*):(?<port>[0-9]+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"mongodb(\+srv)?://[^@\s""']*:(\$\{|\{\{|\{)(?![^}]*-uri-encoded\.value\})[^@""']*@")]
    private static partial Regex RawPassword();
}
