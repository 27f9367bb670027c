using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tests.Deployment.Charts;

/// <summary>Renders the part of Helm's templates that the publisher writes: values, names, and conversions.</summary>
/// <param name="values">The chart's values, with those of the operator.</param>
internal sealed partial class HelmTemplate(JsonNode values, string chartName)
{
    private readonly List<string> problems = [];
    private readonly List<string> refusals = [];

    /// <summary>Expressions that have no value or that this renderer does not know.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Sentences with which the chart refuses the values.</summary>
    public IReadOnlyList<string> Refusals => refusals;

    /// <summary>Names of the values that a template reads, as <c>secrets.gateway.key</c>.</summary>
    public static IEnumerable<string> ValuesIn(string template) =>
        Value().Matches(template).Select(match => match.Groups["path"].Value);

    public string Render(string template)
    {
        var tokens = new Queue<(string Text, bool IsAction)>(Tokens(template));
        return Block(tokens, isWritten: true, out _);
    }

    private static IEnumerable<(string Text, bool IsAction)> Tokens(string template)
    {
        var end = 0;
        foreach (Match match in Expression().Matches(template))
        {
            yield return (template[end..match.Index], false);
            yield return (match.Groups["body"].Value, true);
            end = match.Index + match.Length;
        }

        yield return (template[end..], false);
    }

    /// <summary>Renders up to the end of the file or of a condition.</summary>
    private string Block(Queue<(string Text, bool IsAction)> tokens, bool isWritten, out string closedBy)
    {
        var text = new StringBuilder();
        while (tokens.TryDequeue(out var token))
        {
            if (token.IsAction && token.Text is "else" or "end")
            {
                closedBy = token.Text;
                return text.ToString();
            }

            if (!token.IsAction)
                text.Append(token.Text);
            else if (token.Text.StartsWith("if ", StringComparison.Ordinal))
                text.Append(Condition(tokens, isWritten && Head(token.Text[3..].Trim()) is { Length: > 0 }, isWritten));
            else if (isWritten)
                text.Append(Evaluate(token.Text));
        }

        closedBy = "";
        return text.ToString();
    }

    private string Condition(Queue<(string Text, bool IsAction)> tokens, bool isMet, bool isWritten)
    {
        var first = Block(tokens, isMet, out var closedBy);
        var second = closedBy == "else" ? Block(tokens, isWritten && !isMet, out closedBy) : "";
        return isMet ? first : second;
    }

    private string Evaluate(string body)
    {
        if (Failure().Match(body) is { Success: true } failure)
        {
            refusals.Add(failure.Groups["sentence"].Value);
            return "";
        }

        var parts = body.Split('|', StringSplitOptions.TrimEntries);
        var value = Head(parts[0]);
        if (value is null)
        {
            problems.Add($"{{{{ {body} }}}} has no value");
            return "";
        }

        foreach (var function in parts.Skip(1))
            value = Apply(function, value);
        return value;
    }

    private string? Head(string name) => name switch
    {
        ".Chart.Name" => chartName,
        ".Release.Name" => "links",
        ".Release.Namespace" => "default",
        _ when name.StartsWith(".Values.", StringComparison.Ordinal) =>
            values.At(name.Split('.')[2..]) is JsonValue value ? value.ToString() : null,
        _ => null,
    };

    private string Apply(string function, string value)
    {
        switch (function)
        {
            case "int" or "int64" or "float64":
                return double.TryParse(value, CultureInfo.InvariantCulture, out _) ? value : "0";
            case "toString":
                return value;
            case "quote":
                return $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
            default:
                problems.Add($"| {function} is not known here");
                return value;
        }
    }

    [GeneratedRegex(@"\{\{-?\s*(?<body>.*?)\s*-?\}\}")]
    private static partial Regex Expression();

    [GeneratedRegex("^fail \"(?<sentence>.*)\"$")]
    private static partial Regex Failure();

    [GeneratedRegex(@"\{\{[^}]*?\.Values\.(?<path>[A-Za-z0-9_.-]+)")]
    private static partial Regex Value();
}
