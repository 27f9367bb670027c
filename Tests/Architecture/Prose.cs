using System.Text.RegularExpressions;

namespace Tests.Architecture;

/// <summary>
/// Extracts the text that people read: comments and strings of code, and the text of pages and documents. Everything
/// else is blanked, so that line numbers stay the same.
/// </summary>
internal static partial class Prose
{
    public static string Of(string extension, string text) => extension switch
    {
        ".md" => Blank(Blank(Blank(text, Fenced()), Indented()), Quoted()),
        ".html" => text,
        _ => OfCode(text, withSingleQuotes: extension != ".cs"),
    };

    private static string OfCode(string code, bool withSingleQuotes)
    {
        var kept = code.ToCharArray();
        var end = 0;
        foreach (Match match in CommentOrString().Matches(code))
        {
            if (match.Value[0] == '\'' && !withSingleQuotes)
                continue;
            Blank(kept, end, match.Index);
            end = match.Index + match.Length;
            var references = match.Value[0] == '/' ? Reference() : match.Value[0] == '$' ? Hole() : null;
            foreach (var reference in references?.Matches(match.Value) ?? Enumerable.Empty<Match>())
                Blank(kept, match.Index + reference.Index, match.Index + reference.Index + reference.Length);
        }

        Blank(kept, end, kept.Length);
        return new string(kept);
    }

    private static void Blank(char[] text, int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (text[at] != '\n')
                text[at] = ' ';
        }
    }

    private static string Blank(string text, Regex matching) =>
        matching.Replace(text, match => NotLineEnd().Replace(match.Value, " "));

    // Comments, then raw, verbatim, and ordinary strings, characters, and JavaScript templates.
    [GeneratedRegex(
        @"//[^\n]*|/\*[\s\S]*?\*/"
        + @"|\$*(?<raw>""{3,})[\s\S]*?\k<raw>|(?:\$@|@\$?)""(?:[^""]|"""")*""|\$?""(?:\\.|[^""\\\n])*"""
        + @"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`")]
    private static partial Regex CommentOrString();

    [GeneratedRegex(@"<c>.*?</c>|\b(?:cref|name|href)=""[^""]*""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?<!\{)\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^```[\s\S]*?^```[^\n]*$", RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^(?: {4}|\t).*$", RegexOptions.Multiline)]
    private static partial Regex Indented();

    [GeneratedRegex(@"`[^`\n]*`|\]\([^)\n]*\)")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[^\n]")]
    private static partial Regex NotLineEnd();
}
