using System.Globalization;
using System.Text.RegularExpressions;

namespace Tests.Architecture;

/// <summary>Checks the language of code, page, and docs: docs/style.md.</summary>
public sealed partial class LanguageTests
{
    private const double MaxPer1000Lines = 0.5;
    private const double MaxHeadlessShare = 0.01;

    // The list of banned phrases, and the document that shows them as examples.
    private static readonly string[] Exempt = ["Tests/Architecture/BannedPhrases.cs", "docs/style.md"];

    [Theory]
    [InlineData("C#", ".cs")]
    [InlineData("page", ".js", ".html", ".css")]
    [InlineData("docs", ".md")]
    public void Banned_phrases_are_rarer_than_one_in_two_thousand_lines(string part, params string[] extensions)
    {
        var lines = 0;
        var found = new List<string>();
        foreach (var file in Files(extensions))
        {
            var source = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n');
            lines += source.Length;
            var name = SourceFiles.NameOf(file);
            var prose = Prose.Of(Path.GetExtension(file), string.Join('\n', source)).Split('\n');
            for (var number = 0; number < prose.Length; number++)
            {
                found.AddRange(BannedPhrases.Expression.Matches(prose[number])
                    .Select(match => $"{name}:{number + 1}: \"{match.Value}\": {source[number].Trim()}"));
            }
        }

        var rate = 1000.0 * found.Count / lines;
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{part} has {rate:0.00} banned phrases per 1,000 lines, at most {MaxPer1000Lines}");
        Assert.True(rate <= MaxPer1000Lines, $"{sentence}; see docs/style.md:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Summaries_start_with_a_noun_or_a_verb()
    {
        var all = 0;
        var found = new List<string>();
        foreach (var file in Files(".cs"))
        {
            var code = File.ReadAllText(file).ReplaceLineEndings("\n");
            foreach (Match summary in Summary().Matches(code))
            {
                all++;
                var text = summary.Groups["text"].Value;
                if (Headless().IsMatch(text))
                    found.Add($"{SourceFiles.NameOf(file)}:{code.AsSpan(0, summary.Index).Count('\n') + 1}: {text}");
            }
        }

        Assert.True(
            found.Count <= all * MaxHeadlessShare,
            $"{found.Count} of {all} summaries are headless, at most 1 %:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Comments_and_strings_are_prose_and_code_is_not()
    {
        Assert.Equal("               // a sound", Prose.Of(".cs", "var sound = 1; // a sound"));
        Assert.Equal("    \"a picture\"  ", Prose.Of(".cs", "Say(\"a picture\");"));
        Assert.Equal("    $\"          here\"  ", Prose.Of(".cs", "Say($\"{picture} here\");"));
        Assert.Equal("    \n/// <see             /> kept", Prose.Of(".cs", "'\"';\n/// <see cref=\"Sound\"/> kept"));
        Assert.Equal("one     two", Prose.Of(".md", "one `a` two"));
    }

    private static IEnumerable<string> Files(params string[] extensions) =>
        SourceFiles.With(extensions).Where(file => !Exempt.Contains(SourceFiles.NameOf(file)));

    [GeneratedRegex(@"<summary>\s*(?:///\s*)?(?<text>\S[^\n]*)")]
    private static partial Regex Summary();

    [GeneratedRegex(@"^(?:What|Whether|How|Who|Whom|Whose|Where|When|Which|Why)\b")]
    private static partial Regex Headless();
}
