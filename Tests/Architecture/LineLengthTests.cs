using System.Text.RegularExpressions;

namespace Tests.Architecture;

/// <summary>Checks the line length of the code: docs/style.md.</summary>
public sealed partial class LineLengthTests
{
    private const int MaxColumns = 120;

    [Fact]
    public void Lines_have_at_most_120_columns_apart_from_their_strings()
    {
        var found = SourceFiles.With(".cs", ".js", ".css", ".html").SelectMany(Findings).ToList();

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void A_line_is_as_long_as_what_is_left_of_it_without_its_strings()
    {
        Assert.Equal("Say(\"\");", WithoutStrings("Say(\"a \\\"long\\\" sentence\");"));
        Assert.Equal("Say(\"\");", WithoutStrings("Say(\"\"\"\n{\"a\":\n1}\"\"\");").ReplaceLineEndings(""));
        Assert.Equal("var a = b + c;", WithoutStrings("var a = b + c;"));
    }

    private static IEnumerable<string> Findings(string file)
    {
        var text = File.ReadAllText(file);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        if (Array.TrueForAll(lines, line => line.Length <= MaxColumns))
            return [];

        return WithoutStrings(text).ReplaceLineEndings("\n").Split('\n')
            .Select((line, index) => (line, Number: index + 1))
            .Where(entry => entry.line.Length > MaxColumns)
            .Select(entry => $"{SourceFiles.NameOf(file)}:{entry.Number}: {lines[entry.Number - 1].Length} columns");
    }

    // A string is one token: breaking it hides what it says from a search. The line breaks of raw strings stay, so
    // that numbers of lines do.
    private static string WithoutStrings(string code) => Literal().Replace(
        code, match => $"\"{new string('\n', match.Value.Count(character => character == '\n'))}\"");

    [GeneratedRegex("\"\"\".*?\"\"\"|'(?:\\\\.|[^'\\\\\\n])'|\"(?:\\\\.|[^\"\\\\\\n])*\"", RegexOptions.Singleline)]
    private static partial Regex Literal();
}
