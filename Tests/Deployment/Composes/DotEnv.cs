namespace Tests.Deployment.Composes;

/// <summary>Reads the variables of a <c>.env</c> file.</summary>
internal static class DotEnv
{
    public static IReadOnlyDictionary<string, string> Read(string text) => Lines(text)
        .Where(line => line.Contains('=', StringComparison.Ordinal))
        .Select(line => line.Split('=', 2))
        .GroupBy(pair => pair[0].Trim(), pair => pair[1].Trim())
        .ToDictionary(pair => pair.Key, pair => Unquoted(pair.Last()));

    /// <summary>Finds lines that Compose reads as something else than they say.</summary>
    public static IEnumerable<string> Problems(string text)
    {
        foreach (var line in Lines(text))
        {
            var parts = line.Split('=', 2);
            if (parts.Length != 2 || parts[0].Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_'))
                yield return $"\"{line}\" is no variable.";
            else if (parts[1].Trim() is { Length: > 0 } value && !IsQuoted(value)
                && (value.Contains('$', StringComparison.Ordinal) || value.Contains(" #", StringComparison.Ordinal)))
                yield return $"{parts[0]} has a dollar or a comment in a value without single quotes.";
        }
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.Length > 0 && line[0] != '#');

    private static bool IsQuoted(string value) => value.Length > 1 && value[0] == '\'' && value[^1] == '\'';

    private static string Unquoted(string value) => IsQuoted(value) ? value[1..^1] : value;
}
