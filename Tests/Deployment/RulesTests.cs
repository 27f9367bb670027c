using Tests.Support;

namespace Tests.Deployment;

/// <summary>
/// Checks the approved outputs of every publisher against the demands of their consumers, each with its source.
/// </summary>
public sealed class RulesTests
{
    public static TheoryData<string> Ids => [.. Rules.All.Select(rule => rule.Id)];

    public static TheoryData<string> Modes => [.. Output.Modes];

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_published_output_satisfies_its_consumers(string mode)
    {
        var broken = FindingsOf(mode).Where(finding => !KnownFindings.Covers(mode, finding)).ToArray();

        Assert.True(broken.Length == 0, $"{mode}:\n{string.Join('\n', broken)}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_catches_its_bad_sample_and_accepts_its_good_one(string id)
    {
        var rule = Rules.All.Single(rule => rule.Id == id);

        Assert.NotEmpty(rule.FindingsOfSample(rule.Bad));
        Assert.Empty(rule.FindingsOfSample(rule.Good));
    }

    [Fact]
    public void Every_rule_has_its_own_name_a_sentence_and_a_source()
    {
        Assert.Equal(Rules.All.Count, Rules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(Rules.All, rule =>
        {
            Assert.EndsWith(".", rule.Demand, StringComparison.Ordinal);
            Assert.True(
                rule.Source.StartsWith("https://", StringComparison.Ordinal)
                    || File.Exists(Path.Combine(SourceTree.Root, rule.Source)),
                $"{rule.Id}: {rule.Source} is neither an address nor a file.");
        });
    }

    [Fact]
    public void Every_target_has_an_approved_output() =>
        Assert.All(
            ["manifest-containers", "manifest-external", "compose-containers", "compose-external", "compose-embedded",
                "kubernetes-containers", "kubernetes-external", "kubernetes-embedded", "kubernetes-external-scaled"],
            mode => Assert.Contains(mode, Output.Modes));

    [Fact]
    public void Every_known_finding_still_exists() =>
        Assert.All(KnownFindings.All, known => Assert.Contains(
            FindingsOf(known.Mode), finding => finding.StartsWith(known.Finding, StringComparison.Ordinal)));

    private static IEnumerable<string> FindingsOf(string mode)
    {
        var output = Output.Approved(mode);
        return Rules.For(mode)
            .SelectMany(rule => rule.Findings(output).Select(finding => $"{rule.Id}: {finding} ({rule.Source})"));
    }
}
