using System.Buffers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tests.Deployment.Manifests;

/// <summary>Demands of azd on parameters.</summary>
internal static partial class AzdParameters
{
    /// <summary>Parameters that azd's own main.bicep and environment define.</summary>
    private static readonly string[] Taken =
        ["environmentName", "location", "principalId", "tags", "rg", "resources", "AZURE_ENV_NAME", "AZURE_LOCATION",
            "AZURE_PRINCIPAL_ID", "AZURE_SUBSCRIPTION_ID", "AZURE_TENANT_ID", "AZURE_RESOURCE_GROUP"];

    private static readonly SearchValues<char> NotPlain = SearchValues.Create("'\"\\{}\n`");

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Manifest>
        {
            Id = "azd/secret-default",
            Demand = "A secret parameter has no default value, because azd refuses to generate its app.",
            Source = Sources.Azd("pkg/apphost/generate.go", 1850),
            Check = manifest => manifest.Parameters
                .Where(parameter => parameter.Resource.Members("inputs").Any(input =>
                    input.Value.IsTrue("secret") && input.Value.At("default", "value") is not null))
                .Select(parameter => $"{parameter.Name} is a secret and has a default value."),
            Bad = "resources: {key: {type: parameter.v0, inputs: {value: {secret: true, default: {value: ''}}}}}",
            Good = "resources: {key: {type: parameter.v0, inputs: {value: {secret: true}}}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/default-name",
            Demand = "A parameter with a default value has no hyphen in its name: azd writes the name as a Bicep "
                + "symbol.",
            Source = Sources.Azd("resources/apphost/templates/main.bicept", 105),
            Check = manifest => manifest.Parameters
                .Where(parameter => HasDefault(parameter.Resource) && parameter.Name.Contains('-'))
                .Select(parameter => $"{parameter.Name} has a default value and a hyphen in its name."),
            Bad = "resources: {api-key: {type: parameter.v0, inputs: {value: {default: {value: a}}}}}",
            Good = """
                resources:
                  apikey: {type: parameter.v0, inputs: {value: {default: {value: a}}}}
                  api-key: {type: parameter.v0, inputs: {value: {secret: true, default: {generate: {minLength: 22}}}}}
                """,
        },
        new Rule<Manifest>
        {
            Id = "azd/default-text",
            Demand = "A default value has no quote, backslash, brace, or line end: azd writes it into Bicep and a "
                + "template.",
            Source = Sources.Azd("pkg/apphost/generate.go", 1855),
            Check = manifest => manifest.Parameters
                .SelectMany(parameter => parameter.Resource.Members("inputs"), (parameter, input) =>
                    (parameter.Name, Default: input.Value.Text("default", "value") ?? ""))
                .Where(parameter => parameter.Default.AsSpan().ContainsAny(NotPlain))
                .Select(parameter => $"the default value of {parameter.Name} is {parameter.Default}."),
            Bad = "resources: {hosts: {type: parameter.v0, inputs: {value: {default: {value: \"it's\"}}}}}",
            Good = "resources: {hosts: {type: parameter.v0, inputs: {value: {default: {value: 'a;b'}}}}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/own-inputs",
            Demand = "A parameter's value is one of its own inputs, in names of letters, digits, and hyphens.",
            Source = Sources.Azd("pkg/apphost/generate.go", 844),
            Check = manifest => manifest.Parameters
                .Where(parameter => parameter.Resource.At("inputs") is not null)
                .Where(parameter => Input().Match(parameter.Resource.Text("value") ?? "") is not { Success: true } match
                    || match.Groups["resource"].Value != parameter.Name
                    || parameter.Resource.At("inputs", match.Groups["input"].Value) is null)
                .Select(parameter => $"{parameter.Name} has the value {parameter.Resource.Text("value")}."),
            Bad = "resources: {api_key: {type: parameter.v0, value: '{api_key.inputs.value}', inputs: {value: {}}}}",
            Good = "resources: {api-key: {type: parameter.v0, value: '{api-key.inputs.value}', inputs: {value: {}}}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/parameter-names",
            Demand = "Parameters differ from each other and from azd's own as Bicep names and environment variables.",
            Source = Sources.Azd("internal/scaffold/funcs.go", 216),
            Check = manifest => manifest.Parameters
                .GroupBy(parameter => EnvironmentName(parameter.Name))
                .Where(group => group.Count() > 1 || Taken.Contains(group.Key)
                    || group.Any(parameter => Taken.Contains(parameter.Name.Replace('-', '_'))))
                .Select(
                    group => $"{string.Join(", ", group.Select(parameter => parameter.Name))} becomes {group.Key}."),
            Bad = "resources: {location: {type: parameter.v0}}",
            Good = "resources: {region: {type: parameter.v0}}",
        },
        new Rule<Manifest>
        {
            Id = "azd/unused-parameter",
            Demand = "A resource uses every parameter, because azd prompts for each.",
            Source = Sources.Azd("resources/apphost/templates/main.parameters.jsont", 11),
            Check = manifest => manifest.Parameters
                .Select(parameter => parameter.Name)
                .Except(manifest.Apps
                    .SelectMany(app => References.Values(manifest).Where(value => value.Place.StartsWith(
                        $"{app.Name}.", StringComparison.Ordinal)))
                    .SelectMany(value => manifest.ParametersIn(value.Value)))
                .Select(name => $"nothing uses {name}."),
            Bad = "resources: {key: {type: parameter.v0}, gateway: {type: project.v0, env: {Key: a}}}",
            Good = "resources: {key: {type: parameter.v0}, gateway: {type: project.v0, env: {Key: '{key.value}'}}}",
        },
    ];

    private static bool HasDefault(JsonNode parameter) =>
        parameter.Members("inputs").Any(input => input.Value.At("default", "value") is not null);

    private static string EnvironmentName(string name) =>
        "AZURE_" + WordStart().Replace(name, "$1_$2").ToUpperInvariant().Replace('-', '_');

    [GeneratedRegex(@"^\{(?<resource>[a-zA-Z][a-zA-Z0-9-]*)\.inputs\.(?<input>[a-zA-Z][a-zA-Z0-9-]*)\}$")]
    private static partial Regex Input();

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex WordStart();
}
