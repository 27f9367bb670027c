using System.Diagnostics.CodeAnalysis;

namespace Tests.Deployment.Manifests;

/// <summary>Represents a reference such as <c>{kafka.bindings.tcp.host}</c> in a value of a manifest.</summary>
internal readonly record struct Expression(string Resource, string Property)
{
    public static IReadOnlyList<Expression> In(string text) =>
        TryParse(text, out var expressions, out _) ? expressions : [];

    /// <summary>Splits a value at its braces; doubled braces are text.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out IReadOnlyList<Expression>? expressions,
        [NotNullWhen(false)] out string? problem)
    {
        var found = new List<Expression>();
        expressions = null;
        problem = null;
        for (var at = 0; at < text.Length; at++)
        {
            var isDoubled = at + 1 < text.Length && text[at] == text[at + 1];
            if (text[at] is '{' or '}' && isDoubled)
            {
                at++;
            }
            else if (text[at] == '}')
            {
                problem = $"\"{text}\" closes a brace that is not open";
                return false;
            }
            else if (text[at] == '{')
            {
                var end = text.IndexOf('}', at);
                if (end < 0)
                {
                    problem = $"\"{text}\" leaves a brace open";
                    return false;
                }

                found.Add(Of(text[(at + 1)..end]));
                at = end;
            }
        }

        expressions = found;
        return true;
    }

    public override string ToString() => $"{Resource}.{Property}";

    private static Expression Of(string inner) => inner.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0
        ? new Expression(inner[..dot], inner[(dot + 1)..])
        : new Expression(inner, "");
}
