using System.Text.RegularExpressions;

namespace Tests.Deployment.Manifests;

/// <summary>Demands of azd on resources and the references between them.</summary>
internal static partial class AzdResources
{
    private static readonly string[] Types =
        ["project.v0", "project.v1", "container.v0", "container.v1", "dockerfile.v0", "parameter.v0", "value.v0",
            "annotated.string", "azure.bicep.v0", "azure.bicep.v1", "dapr.v0", "dapr.component.v0"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Manifest>
        {
            Id = "azd/resource-type",
            Demand = "Every resource has a type that azd deploys.",
            Source = Sources.Azd("pkg/apphost/generate.go", 769),
            Check = manifest => manifest.Resources
                .Where(resource => !Types.Contains(Manifest.TypeOf(resource.Value)))
                .Select(resource => $"{resource.Key} is of the type \"{Manifest.TypeOf(resource.Value)}\"."),
            Bad = "resources: {job: {type: executable.v0}}",
            Good = "resources: {job: {type: container.v1, image: a}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/image-or-build",
            Demand = "A container has either an image or a build.",
            Source = Sources.Azd("pkg/apphost/generate.go", 1059),
            Check = manifest => manifest.Apps
                .Where(app => Manifest.TypeOf(app.Resource).StartsWith("container", StringComparison.Ordinal)
                    && app.Resource.At("image") is null == app.Resource.At("build") is null)
                .Select(app => $"{app.Name} has neither or both."),
            Bad = "resources: {kafka: {type: container.v0}}",
            Good = "resources: {kafka: {type: container.v0, image: kafka}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/references",
            Demand = "Every reference in braces names something that azd evaluates.",
            Source = Sources.Azd("pkg/apphost/generate.go", 1531),
            Check = manifest => References.Values(manifest).SelectMany(value =>
                Expression.TryParse(value.Value, out var expressions, out var problem)
                    ? expressions
                        .Select(expression => References.Problem(manifest, expression))
                        .OfType<string>()
                        .Select(sentence => $"{value.Place}: {sentence}.")
                    : [$"{value.Place}: {problem}."]),
            Bad = "resources: {gateway: {type: project.v0, env: {Kafka: '{kafka.bindings.tcp.address}'}}}",
            Good = """
                resources:
                  kafka: {type: container.v0, image: kafka, bindings: {tcp: {scheme: tcp, targetPort: 9092}}}
                  gateway: {type: project.v0, env: {Kafka: '{kafka.bindings.tcp.host}:{kafka.bindings.tcp.port}'}}
                """,
        },
        new Rule<Manifest>
        {
            Id = "azd/filter",
            Demand = "A filtered string has the filter uri, the only one of azd.",
            Source = Sources.Azd("pkg/apphost/generate.go", 1558),
            Check = manifest => manifest.Resources
                .Where(resource => Manifest.TypeOf(resource.Value) == "annotated.string"
                    && resource.Value.Text("filter") != "uri")
                .Select(resource => $"{resource.Key} has the filter {resource.Value.Text("filter")}."),
            Bad = "resources: {password: {type: annotated.string, value: '{p.value}', filter: json}}",
            Good = "resources: {password: {type: annotated.string, value: '{p.value}', filter: uri}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/secret-argument",
            Demand = "No argument contains a connection string or a secret.",
            Source = Sources.Azd("pkg/apphost/generate.go", 1975),
            Check = manifest => manifest.Apps
                .SelectMany(
                    app => app.Resource.Items("args"), (app, argument) => (app.Name, Text: argument.Text() ?? ""))
                .Where(argument => manifest.SecretIn("", argument.Text))
                .Select(argument => $"{argument.Name} has the argument {argument.Text}."),
            Bad = """
                resources:
                  key: {type: parameter.v0, inputs: {value: {secret: true}}}
                  gateway: {type: project.v0, args: ['--key', '{key.value}']}
                """,
            Good = """
                resources:
                  key: {type: parameter.v0, inputs: {value: {secret: true}}}
                  gateway: {type: project.v0, args: ['--port', '80'], env: {Key: '{key.value}'}}
                """,
        },
        new Rule<Manifest>
        {
            Id = "azd/bind-mount",
            Demand = "No container has a bind mount, which azd copies only with an alpha feature switched on.",
            Source = Sources.Azd("pkg/apphost/generate.go", 400),
            Check = manifest => manifest.Apps
                .Where(app => app.Resource.Items("bindMounts").Any())
                .Select(app => $"{app.Name} has a bind mount."),
            Bad = "resources: {kafka: {type: container.v0, image: a, bindMounts: [{source: ./a, target: /a}]}}",
            Good = "resources: {kafka: {type: container.v0, image: a}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/environment-name",
            Demand = "The name of an environment variable is plain text in YAML and none that azd sets itself.",
            Source = Sources.Azd("resources/apphost/templates/containerApp.tmpl.yamlt", 101),
            Check = manifest => manifest.Apps
                .SelectMany(app => app.Resource.Members("env"), (app, variable) => (app.Name, Variable: variable.Name))
                .Where(variable => !PlainName().IsMatch(variable.Variable) || variable.Variable == "AZURE_CLIENT_ID")
                .Select(variable => $"{variable.Name} sets \"{variable.Variable}\"."),
            Bad = "resources: {gateway: {type: project.v0, env: {'Data: Path': /data}}}",
            Good = "resources: {gateway: {type: project.v0, env: {Data__Path: /data}}}",
        },
    ];

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.-]*$")]
    private static partial Regex PlainName();
}
