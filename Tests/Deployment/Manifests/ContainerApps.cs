using System.Text.RegularExpressions;

namespace Tests.Deployment.Manifests;

/// <summary>Demands of Azure Container Apps on the apps that azd makes of a manifest.</summary>
internal static partial class ContainerApps
{
    private const int MaxStorageName = 32;

    private static readonly string[] Databases = ["mongo", "kafka", "confluent", "postgres"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<Manifest>
        {
            Id = "aca/app-name",
            Demand = "The name of an app has at most 32 lowercase letters, digits, and single hyphens, and no digit "
                + "first.",
            Source = Sources.Issue("MicrosoftDocs/azure-docs", 95762),
            Check = manifest => manifest.Apps
                .Where(app => !AppName().IsMatch(app.Name) || app.Name.Contains("--", StringComparison.Ordinal))
                .Select(app => $"\"{app.Name}\" is no name of an app."),
            Bad = "resources: {Links--Gateway: {type: project.v0}}",
            Good = "resources: {links-gateway: {type: project.v0}}",
        },
        new Rule<Manifest>
        {
            Id = "aca/secret-name",
            Demand = "The name of a secret, which azd takes from its variable, has lowercase letters, digits, and "
                + "hyphens only.",
            Source = Sources.Issue("Azure/container-apps-deploy-action", 116),
            Check = manifest => SecretVariables(manifest)
                .Where(secret => !SecretName().IsMatch(SecretNameOf(secret.Variable)))
                .Select(secret =>
                    $"{secret.App}: {secret.Variable} becomes the secret {SecretNameOf(secret.Variable)}."),
            Bad = """
                resources:
                  password: {type: parameter.v0, inputs: {value: {secret: true}}}
                  gateway: {type: project.v0, env: {Kafka__Client__sasl.password: '{password.value}'}}
                """,
            Good = """
                resources:
                  password: {type: parameter.v0, inputs: {value: {secret: true}}}
                  gateway:
                    type: project.v0
                    env: {Kafka__Client__sasl_password: '{password.value}', Kafka__Client__security.protocol: SASL_SSL}
                """,
        },
        new Rule<Manifest>
        {
            Id = "aca/secret-unique",
            Demand = "The secrets of an app differ in their names.",
            Source = Sources.Azd("internal/scaffold/funcs.go", 202),
            Check = manifest => SecretVariables(manifest)
                .GroupBy(secret => (secret.App, Name: SecretNameOf(secret.Variable)))
                .Where(group => group.Count() > 1)
                .Select(group => $"{group.Key.App} has {group.Key.Name} {group.Count()} times."),
            Bad = """
                resources:
                  p: {type: parameter.v0, inputs: {value: {secret: true}}}
                  gateway: {type: project.v0, env: {A_KEY: '{p.value}', a_key: '{p.value}'}}
                """,
            Good = """
                resources:
                  p: {type: parameter.v0, inputs: {value: {secret: true}}}
                  gateway: {type: project.v0, env: {A_KEY: '{p.value}', B_KEY: '{p.value}'}}
                """,
        },
        new Rule<Manifest>
        {
            Id = "aca/secret-empty",
            Demand = "No secret is empty.",
            Source = Sources.Issue("Azure-Samples/langfuse-on-azure", 12),
            Check = manifest => SecretVariables(manifest)
                .Where(secret => secret.Value.Length == 0 || manifest.ParametersIn(secret.Value).Any(parameter =>
                    manifest.Resources[parameter].Members("inputs").Any(input =>
                        input.Value.Text("default", "value") is "")))
                .Select(secret => $"{secret.App}: {secret.Variable} may be empty."),
            Bad = """
                resources:
                  key: {type: parameter.v0, inputs: {value: {secret: true, default: {value: ''}}}}
                  gateway: {type: project.v0, env: {Key: '{key.value}'}}
                """,
            Good = """
                resources:
                  key: {type: parameter.v0, inputs: {value: {secret: true}}}
                  gateway: {type: project.v0, env: {Key: '{key.value}'}}
                """,
        },
        new Rule<Manifest>
        {
            Id = "aca/database-volume",
            Demand = "A database has no volume, because azd makes it a share over SMB, on which it does not run.",
            Source = Sources.Issue("microsoft/azure-container-apps", 704),
            Check = manifest => manifest.Apps
                .Where(app => app.Resource.Items("volumes").Any() && Databases.Any(database =>
                    (app.Resource.Text("image") ?? "").Contains(database, StringComparison.Ordinal)))
                .Select(app => $"{app.Name} runs {app.Resource.Text("image")} on a share."),
            Bad = """
                resources: {mongo: {type: container.v0, image: 'mongo:8', volumes: [{name: a, target: /data/db}]}}
                """,
            Good = "resources: {mongo: {type: container.v0, image: 'mongo:8'}}",
        },
        new Rule<Manifest>
        {
            Id = "aca/storage-name",
            Demand = "Volumes differ in the first 32 letters of app and name, to which azd cuts them.",
            Source = Sources.Azd("resources/apphost/templates/resources.bicept", 139),
            Check = manifest => manifest.Apps
                .SelectMany(
                    app => app.Resource.Items("volumes"),
                    (app, volume) => $"{app.Name}-{volume.Text("name")?.Replace(".", "").Replace("-", "")}")
                .Select(name => name.ToLowerInvariant()[..Math.Min(name.Length, MaxStorageName)])
                .GroupBy(name => name)
                .Where(group => group.Count() > 1)
                .Select(group => $"{group.Key} is the name of {group.Count()} volumes."),
            Bad = """
                resources:
                  files:
                    type: container.v0
                    image: a
                    volumes:
                      - {name: a-name-of-a-volume-that-is-too-long-1}
                      - {name: a-name-of-a-volume-that-is-too-long-2}
                """,
            Good = "resources: {files: {type: container.v0, image: a, volumes: [{name: data}, {name: work}]}}",
        },
    ];

    /// <returns>The name of the secret that azd makes of a variable.</returns>
    public static string SecretNameOf(string variable) => variable.ToLowerInvariant().Replace('_', '-');

    private static IEnumerable<(string App, string Variable, string Value)> SecretVariables(Manifest manifest) =>
        manifest.Apps
            .SelectMany(app => app.Resource.Members("env"), (app, variable) =>
                (App: app.Name, Variable: variable.Name, Value: variable.Value.Text() ?? ""))
            .Where(variable => manifest.SecretIn(variable.Variable, variable.Value));

    [GeneratedRegex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$")]
    private static partial Regex AppName();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex SecretName();
}
