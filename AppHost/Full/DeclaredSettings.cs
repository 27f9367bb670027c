namespace AppHost;

/// <summary>Represents the forwarded settings as the hosts' environment variables.</summary>
/// <param name="Variables">Text, or the parameter that holds a secret, by setting.</param>
/// <param name="FirstKey">The key of the first configured client of the gateway; null if there is none.</param>
internal sealed record DeclaredSettings(IReadOnlyDictionary<HostSetting, object> Variables, string? FirstKey)
{
    /// <summary>Gets a value that indicates if any client of the gateway is configured, also by a digest.</summary>
    public bool HasKeys => Variables.Keys.Any(
        setting => setting.Key.StartsWith("Gateway:ApiKeys:", StringComparison.OrdinalIgnoreCase));

    public bool Has(string variable) =>
        Variables.Keys.Any(setting => setting.Variable.Equals(variable, StringComparison.OrdinalIgnoreCase));

    /// <returns>The text of a setting that is no secret; null if it is not configured.</returns>
    public string? Text(string variable) => Variables
        .Where(pair => string.Equals(pair.Key.Variable, variable, StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair.Value).OfType<string>().FirstOrDefault();
}

internal static class DeclaredSettingsExtensions
{
    public static DeclaredSettings AddSettings(
        this IDistributedApplicationBuilder builder, Choices choices, HostSettings settings) =>
        new(
            settings.All.ToDictionary(setting => setting, setting => builder.Declare(choices, setting)),
            settings.FirstKey);

    public static IResourceBuilder<ProjectResource> WithSettings(
        this IResourceBuilder<ProjectResource> host, DeclaredSettings settings, IReadOnlyList<string> sections) =>
        host.WithEnvironment(context =>
        {
            foreach (var (setting, value) in settings.Variables)
            {
                if (sections.Contains(setting.Section, StringComparer.OrdinalIgnoreCase))
                    context.EnvironmentVariables[setting.Variable] = value;
            }
        });

    /// <summary>
    /// Declares a secret as a parameter: azd asks for it, and no file has it. A parameter that is not configured is not
    /// declared, because Container Apps refuse empty secrets.
    /// </summary>
    private static object Declare(this IDistributedApplicationBuilder builder, Choices choices, HostSetting setting) =>
        setting.IsSecret
            ? builder.AddParameter(HostSettings.ParameterOf(setting), () => setting.Value, secret: true)
                .WithDescription($"Setting {setting.Key} of the hosts.").Resource
            : Literal(choices, setting.Value, builder.ExecutionContext.IsPublishMode);

    /// <summary>Escapes what the format of a target would replace in a text.</summary>
    private static string Literal(Choices choices, string text, bool published) => (published, choices.Target) switch
    {
        (true, Target.None) => text.Replace("{", "{{", StringComparison.Ordinal)
            .Replace("}", "}}", StringComparison.Ordinal),
        (true, Target.Compose) => text.Replace("$", "$$", StringComparison.Ordinal),
        (true, Target.Kubernetes) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal),
        _ => text,
    };
}
