using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace AppHost;

/// <summary>Represents a setting of the hosts that is configured for this program.</summary>
internal sealed record HostSetting(string Key, string Value)
{
    /// <summary>
    /// Gets the environment variable. Names have no dots: the secrets of Container Apps and Helm's values allow none.
    /// </summary>
    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal).Replace('.', '_');

    public string Section => Key.Split(':')[0];

    public bool IsSecret => HostSettings.IsSecret(this);
}

/// <summary>
/// Reads the settings that this program forwards: every setting of the hosts can be set for this program, by its own
/// name, and reaches them wherever they run.
/// </summary>
internal sealed partial class HostSettings
{
    public const string AllowedHosts = "AllowedHosts";

    /// <summary>Sections of both hosts. <c>Data</c> is not among them: a target decides where data is.</summary>
    public static IReadOnlyList<string> OfWorkers { get; } =
        ["Aspire", "Direct", "Extraction", "Geocoding", "Health", "Jobs", "Kafka", "Media", "Mongo", "Server", "Sources", "Webhooks"];

    public static IReadOnlyList<string> OfGateways { get; } =
        [.. OfWorkers, AllowedHosts, "Dashboard", "Files", "Gateway", "Thumbnails"];

    /// <summary>Names of parameters that people know by a name of their own.</summary>
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Sources:YouTubeApi:ApiKey"] = "youtube-api-key",
        ["Webhooks:Secret"] = "webhook-secret",
        ["Direct:Secret"] = "worker-secret",
        ["Webhooks:PreviousSecret"] = "webhook-previous-secret",
    };

    private HostSettings(IReadOnlyList<HostSetting> all) => All = all;

    public IReadOnlyList<HostSetting> All { get; }

    /// <summary>The key of the first configured client of the gateway; null if there is none.</summary>
    public string? FirstKey => All
        .FirstOrDefault(setting => setting.Key.StartsWith("Gateway:ApiKeys:", StringComparison.OrdinalIgnoreCase)
            && setting.Key.EndsWith(":Key", StringComparison.OrdinalIgnoreCase))?.Value;

    public static bool TryRead(
        IConfiguration configuration,
        [NotNullWhen(true)] out HostSettings? settings,
        [NotNullWhen(false)] out string? problem)
    {
        var all = OfGateways
            .SelectMany(section => configuration.GetSection(section).AsEnumerable())
            .Where(pair => pair.Value is { Length: > 0 })
            .Select(pair => new HostSetting(pair.Key, pair.Value!))
            .Where(setting => IsForwarded(setting.Key))
            .Concat(Parameters.Select(pair => (Key: pair.Key, Value: Parameter(configuration, pair.Value)))
                .Where(pair => pair.Value is { Length: > 0 })
                .Select(pair => new HostSetting(pair.Key, pair.Value!)))
            .DistinctBy(setting => setting.Variable, StringComparer.OrdinalIgnoreCase)
            .OrderBy(setting => setting.Variable, StringComparer.OrdinalIgnoreCase)
            .ToArray();
        var unnamable = Array.Find(all, setting => !Name().IsMatch(setting.Variable));
        settings = unnamable is null ? new HostSettings(all) : null;
        problem = unnamable is null
            ? null
            : $"The setting {unnamable.Key} cannot be the name of an environment variable: use letters, digits, "
                + "and dots.";
        return settings is not null;
    }

    /// <returns>The name of the parameter that holds a secret.</returns>
    public static string ParameterOf(HostSetting secret) =>
        Parameters.GetValueOrDefault(secret.Key)
            ?? Separators().Replace(secret.Key, "-").Trim('-').ToLowerInvariant();

    /// <summary>
    /// Recognizes secrets by the last part of their name, and addresses that contain a password.
    /// </summary>
    public static bool IsSecret(HostSetting setting) =>
        SecretName().IsMatch(setting.Key[(setting.Key.LastIndexOf(':') + 1)..])
        || AddressWithPassword().IsMatch(setting.Value);

    /// <summary>A shell's variable cannot have the dashes of the name.</summary>
    private static string? Parameter(IConfiguration configuration, string name) =>
        configuration[$"Parameters:{name}"] ?? configuration[$"Parameters:{name.Replace('-', '_')}"];

    /// <summary>
    /// Leaves out what has another meaning: a variable with the name of a section, as in <c>JOBS=4</c>, and the
    /// settings of Aspire and its dashboard that are not for the hosts.
    /// </summary>
    private static bool IsForwarded(string key) => key.Split(':') is var parts && parts[0].ToUpperInvariant() switch
    {
        "ALLOWEDHOSTS" => parts.Length == 1,
        "ASPIRE" => parts.Length > 2 && parts[1].ToUpperInvariant() is "CONFLUENT" or "MONGODB",
        "DASHBOARD" => parts.Length == 2 && parts[1].Equals("Url", StringComparison.OrdinalIgnoreCase),
        _ => parts.Length > 1,
    };

    [GeneratedRegex("password|secret|token|jaas|pem|apikey|^key$|^sasl[._]username$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("://[^/@]+:[^/@]+@")]
    private static partial Regex AddressWithPassword();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Name();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Separators();
}
