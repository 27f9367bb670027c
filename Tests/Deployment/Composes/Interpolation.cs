using System.Text.RegularExpressions;

namespace Tests.Deployment.Composes;

/// <summary>Represents a variable in a Compose file: <c>${NAME}</c>, with a default value, or required.</summary>
internal sealed record Variable(string Name, string Operator, string Argument)
{
    public bool IsRequired => Operator is ":?" or "?";

    public bool HasDefault => Operator is ":-" or "-";
}

/// <summary>Replaces variables in the values of a Compose file.</summary>
internal static partial class Interpolation
{
    public static IEnumerable<Variable> Variables(string text) => Expression().Matches(text)
        .Where(match => match.Groups["name"].Success)
        .Select(match => new Variable(
            match.Groups["name"].Value, match.Groups["operator"].Value, match.Groups["argument"].Value));

    /// <summary>Finds dollars that start neither a variable nor an escaped dollar.</summary>
    public static bool HasLooseDollar(string text) =>
        Expression().Replace(text, "").Contains('$', StringComparison.Ordinal);

    public static string Resolve(string text, IReadOnlyDictionary<string, string> values) =>
        Expression().Replace(text, match =>
        {
            if (match.Value == "$$")
                return "$";
            var value = values.GetValueOrDefault(match.Groups["name"].Value);
            var isMissing = match.Groups["operator"].Value == "-" ? value is null : string.IsNullOrEmpty(value);
            return isMissing && match.Groups["operator"].Value is ":-" or "-" && isMissing
                ? match.Groups["argument"].Value
                : value ?? "";
        });

    [GeneratedRegex(
        @"\$\$|\$\{(?<name>[_a-zA-Z][_a-zA-Z0-9]*)(?:(?<operator>:?[-?+])(?<argument>[^}]*))?\}"
        + "|\\$(?<name>[_a-zA-Z][_a-zA-Z0-9]*)")]
    private static partial Regex Expression();
}
