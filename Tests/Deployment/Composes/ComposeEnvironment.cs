using System.Text.Json.Nodes;

namespace Tests.Deployment.Composes;

/// <summary>Demands of Compose on variables and the environment.</summary>
internal static class ComposeEnvironment
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Rule<ComposeProject>
        {
            Id = "compose/variable",
            Demand = "Every variable is in .env or has a default value.",
            Source = Sources.ComposeSpec("12-interpolation.md", 44),
            Check = project => project.Variables
                .Where(variable => !variable.HasDefault && !project.Environment.ContainsKey(variable.Name))
                .Select(variable => $"{variable.Name} is not in .env.")
                .Distinct(),
            Bad = "services: {a: {image: '${IMAGE}'}}",
            Good = """
                services: {a: {image: '${IMAGE}', ports: ['${PORT:-80}:80']}}
                === .env
                IMAGE=a
                """,
        },
        new Rule<ComposeProject>
        {
            Id = "compose/required",
            Demand = "A variable that .env leaves empty stops the start with a sentence, instead of becoming an empty "
                + "text.",
            Source = Sources.ComposeSpec("12-interpolation.md", 44),
            Check = project => project.Variables
                .Where(variable => !variable.HasDefault && !variable.IsRequired
                    && project.Environment.GetValueOrDefault(variable.Name) is "")
                .Select(variable => $"{variable.Name} is empty in .env and not required.")
                .Distinct(),
            Bad = """
                services: {a: {image: a, environment: {PASSWORD: '${PASSWORD}'}}}
                === .env
                PASSWORD=
                """,
            Good = """
                services: {a: {image: a, environment: {PASSWORD: '${PASSWORD:?Set PASSWORD in .env.}'}}}
                === .env
                PASSWORD=
                """,
        },
        new Rule<ComposeProject>
        {
            Id = "compose/unused-variable",
            Demand = "The file uses every variable of .env.",
            Source = Sources.ComposeSpec("12-interpolation.md", 1),
            Check = project => project.Environment.Keys
                .Except(project.Variables.Select(variable => variable.Name))
                .Select(name => $"nothing uses {name}."),
            Bad = """
                services: {a: {image: a}}
                === .env
                PORT=80
                """,
            Good = """
                services: {a: {image: a, ports: ['${PORT}:80']}}
                === .env
                PORT=80
                """,
        },
        new Rule<ComposeProject>
        {
            Id = "compose/dollar",
            Demand = "A dollar that starts no variable is doubled.",
            Source = Sources.ComposeSpec("12-interpolation.md", 33),
            Check = project => project.Root.Strings()
                .Where(Interpolation.HasLooseDollar)
                .Select(text => $"\"{text}\" has a single dollar."),
            Bad = "services: {a: {image: a, environment: {USER: 'a$ b'}}}",
            Good = "services: {a: {image: a, environment: {USER: '$$ConnectionString'}}}",
        },
        new Rule<ComposeProject>
        {
            Id = "compose/environment",
            Demand = "A value in the environment is a string: YAML's true and numbers change their text, and no value "
                + "is taken from the shell.",
            Source = Sources.ComposeSpec("05-services.md", 663),
            Check = project => project.Services
                .SelectMany(service => service.Service.Members("environment"), (service, variable) =>
                    (service.Name, Variable: variable.Name, variable.Value))
                .Where(variable => variable.Value is null || variable.Value is JsonValue && !variable.Value.IsString())
                .Select(variable => $"{variable.Name} sets {variable.Variable} to "
                    + $"{variable.Value?.ToString() ?? "nothing"}."),
            Bad = "services: {a: {image: a, environment: {ENABLED: true}}}",
            Good = "services: {a: {image: a, environment: {ENABLED: 'true'}}}",
        },
        new Rule<DotEnvFile>
        {
            Id = "compose/dot-env",
            Demand = "A value of .env with a dollar or a comment sign is in single quotes.",
            Source = Sources.ComposeGo("dotenv/parser.go", 160),
            Check = file => DotEnv.Problems(file.Text),
            Bad = """
                USERNAME=$ConnectionString
                """,
            Good = """
                # A name.
                USERNAME='$ConnectionString'
                PORT=80
                """,
        },
    ];

    private sealed class DotEnvFile(string text) : IPublished<DotEnvFile>
    {
        public static string DefaultFile => ".env";

        public string Text => text;

        public static DotEnvFile Read(Output output) => new(output.Files.GetValueOrDefault(DefaultFile) ?? "");
    }
}
