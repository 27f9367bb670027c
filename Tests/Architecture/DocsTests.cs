using System.Text.RegularExpressions;
using Tests.Support;

namespace Tests.Architecture;

/// <summary>Checks that the documentation names only what exists.</summary>
public sealed partial class DocsTests
{
    private static readonly string[] AdrParts =
        ["- Status: ", "- Date: ", "## Context", "## Decision", "## Consequences"];

    [Fact]
    public void Every_relative_link_of_the_docs_leads_to_a_file_and_a_heading()
    {
        var broken = new List<string>();
        foreach (var (file, line, text) in Lines())
        {
            foreach (Match link in Link().Matches(text))
            {
                var address = link.Groups["address"].Value;
                var heading = link.Groups["heading"].Value;
                if (address.Contains(':', StringComparison.Ordinal))
                    continue;
                var target = address.Length == 0 ? file : Resolved(file, address);
                if (!Path.Exists(target))
                    broken.Add($"{SourceFiles.NameOf(file)}:{line}: {address} does not exist.");
                else if (heading.Length > 0 && !Headings(target).Contains(heading))
                    broken.Add($"{SourceFiles.NameOf(file)}:{line}: {address} has no heading #{heading}.");
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public void Every_file_that_the_docs_name_exists()
    {
        var missing = Lines()
            .SelectMany(
                line => FileName().Matches(line.Text), (line, match) => (line.File, line.Number, Name: match.Value))
            .Where(named => !named.Name.Contains("NAME", StringComparison.Ordinal)
                && !Path.Exists(Path.Combine(SourceTree.Root, named.Name))
                && !Path.Exists(Resolved(named.File, named.Name)))
            .Select(named => $"{SourceFiles.NameOf(named.File)}:{named.Number}: {named.Name} does not exist.")
            .ToArray();

        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Fact]
    public void Every_type_and_member_linked_to_a_file_is_in_that_file()
    {
        var missing = new List<string>();
        foreach (var (file, line, text) in Lines())
        {
            foreach (Match link in CodeLink().Matches(text))
            {
                var target = Resolved(file, link.Groups["address"].Value);
                var code = File.Exists(target) ? File.ReadAllText(target) : "";
                var unknown = link.Groups["code"].Value.Split('.')
                    .Where(name => !Regex.IsMatch(code, $@"\b{name}\b"));
                missing.AddRange(unknown.Select(
                    name => $"{SourceFiles.NameOf(file)}:{line}: {name} is not in {SourceFiles.NameOf(target)}."));
            }
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void Every_setting_that_the_docs_name_is_in_the_options_of_its_section()
    {
        var sections = SourceFiles.With(".cs")
            .Select(File.ReadAllText)
            .SelectMany(
                code => SectionName().Matches(code), (code, match) => (Section: match.Groups["name"].Value, Code: code))
            .ToLookup(section => section.Section, section => section.Code);

        var unknown = Lines().Where(line => Path.GetFileName(line.File) != "CHANGELOG.md")
            .SelectMany(line => Setting().Matches(line.Text).Select(match => (Line: line, Match: match)))
            .Where(named => sections.Contains(named.Match.Groups["section"].Value)
                && !sections[named.Match.Groups["section"].Value]
                    .Any(code => Regex.IsMatch(code, $@"\b{named.Match.Groups["name"].Value}\b")))
            .Select(named =>
                $"{SourceFiles.NameOf(named.Line.File)}:{named.Line.Number}: no setting {named.Match.Value}.")
            .ToArray();

        Assert.True(unknown.Length == 0, string.Join('\n', unknown));
    }

    [Fact]
    public void Every_decision_has_one_format_and_its_row_in_the_index()
    {
        var folder = Path.Combine(SourceTree.Root, "docs", "adr");
        var index = File.ReadAllText(Path.Combine(folder, "README.md"));
        var wrong = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "0*.md").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            var lines = File.ReadAllLines(file);
            wrong.AddRange(AdrParts.Where(part => !lines.Any(line => line.StartsWith(part, StringComparison.Ordinal)))
                .Select(part => $"{name} has no \"{part.Trim()}\"."));
            var first = AdrTitle().Match(lines[0]);
            var title = first.Groups["title"].Value;
            if (!first.Success || int.Parse(first.Groups["number"].Value) != int.Parse(name[..4]))
                wrong.Add($"{name} does not start with its number and title.");
            else if (!index.Contains($"| [{name[..4]}]({name}) | {title} | ", StringComparison.Ordinal))
                wrong.Add($"{name} has no row with its title in docs/adr/README.md.");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_decision_that_the_code_names_exists()
    {
        var known = Directory.GetFiles(Path.Combine(SourceTree.Root, "docs", "adr"), "0*.md")
            .Select(file => Path.GetFileName(file)[..4]);

        var named = SourceFiles.With(".cs", ".js", ".props", ".targets", ".csproj", ".yml", ".sh")
            .SelectMany(file => AdrNumber().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["number"].Value)
            .Distinct();

        Assert.Empty(named.Except(known));
    }

    private static IEnumerable<(string File, int Number, string Text)> Lines() =>
        SourceFiles.With(".md")
            .SelectMany(file => File.ReadLines(file).Select((text, index) => (file, index + 1, text)));

    private static string Resolved(string file, string address) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, address));

    private static HashSet<string> Headings(string file) =>
        [.. File.ReadLines(file).Where(line => line.StartsWith('#')).Select(line => Slug(line.TrimStart('#').Trim()))];

    private static string Slug(string heading) =>
        NotInSlug().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<address>[^)#\s]*)(?:#(?<heading>[^)\s]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[`(?<code>[A-Za-z][\w.]*)`\]\((?<address>[^)#\s:]+\.cs)\)")]
    private static partial Regex CodeLink();

    [GeneratedRegex(
        @"(?<![\w./:<>{-])[A-Za-z][\w.-]*(?:/[\w.-]+)*/[\w.-]+"
        + @"\.(?:cs|csproj|props|targets|js|css|html|yml|md|Dockerfile)\b")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\bSection = ""(?<name>[\w:]+)""")]
    private static partial Regex SectionName();

    [GeneratedRegex(@"`(?<section>[A-Z]\w+(?::[A-Z]\w+)?):(?<name>[A-Z][a-z]\w*)`")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^# (?<number>\d+)\. (?<title>.+)$")]
    private static partial Regex AdrTitle();

    [GeneratedRegex(@"docs/adr/(?<number>\d{4})")]
    private static partial Regex AdrNumber();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInSlug();
}
