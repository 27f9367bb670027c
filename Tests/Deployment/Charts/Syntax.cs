using System.Globalization;
using System.Text.RegularExpressions;

namespace Tests.Deployment.Charts;

/// <summary>Checks the syntax of names and quantities as Kubernetes does.</summary>
internal static partial class Syntax
{
    private const int MaxLabel = 63;
    private const int MaxSubdomain = 253;
    private const int MaxPortName = 15;

    private static readonly Dictionary<string, double> Units = new()
    {
        [""] = 1, ["m"] = 1e-3, ["k"] = 1e3, ["M"] = 1e6, ["G"] = 1e9, ["T"] = 1e12,
        ["Ki"] = 1024, ["Mi"] = 1024 * 1024, ["Gi"] = Math.Pow(1024, 3), ["Ti"] = Math.Pow(1024, 4),
    };

    public static bool IsLabel(string? text) => text is { Length: <= MaxLabel } && Label().IsMatch(text);

    public static bool IsServiceName(string? text) => IsLabel(text) && !char.IsAsciiDigit(text![0]);

    public static bool IsSubdomain(string? text) =>
        text is { Length: <= MaxSubdomain } && text.Split('.').All(label => Label().IsMatch(label));

    public static bool IsLabelValue(string? text) =>
        text is { Length: <= MaxLabel } && (text.Length == 0 || LabelValue().IsMatch(text));

    public static bool IsLabelKey(string text) => text.Split('/') switch
    {
        [var name] => IsLabelValue(name) && name.Length > 0,
        [var prefix, var name] => IsSubdomain(prefix) && IsLabelValue(name) && name.Length > 0,
        _ => false,
    };

    public static bool IsPortName(string? text) =>
        text is { Length: <= MaxPortName } && Label().IsMatch(text) && text.Any(char.IsAsciiLetterLower)
        && !text.Contains("--", StringComparison.Ordinal);

    public static bool IsPort(long? number) => number is > 0 and < 65536;

    public static bool IsKey(string text) =>
        text is { Length: > 0 and <= MaxSubdomain } && Key().IsMatch(text) && text is not ("." or "..");

    public static bool IsVariable(string text) => Variable().IsMatch(text) && text is not ("." or "..");

    /// <returns>The number of a quantity such as 500m or 20Gi, or null.</returns>
    public static double? Quantity(string? text) =>
        Amount().Match(text ?? "") is { Success: true } match
        && Units.TryGetValue(match.Groups["unit"].Value, out var unit)
            ? double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * unit
            : null;

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex Label();

    [GeneratedRegex("^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$")]
    private static partial Regex LabelValue();

    [GeneratedRegex("^[-._a-zA-Z0-9]+$")]
    private static partial Regex Key();

    [GeneratedRegex("^[-._a-zA-Z][-._a-zA-Z0-9]*$")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)(?<unit>[A-Za-z]*)$")]
    private static partial Regex Amount();
}
