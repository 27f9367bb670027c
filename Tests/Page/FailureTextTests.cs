using System.Reflection;
using System.Text.RegularExpressions;
using Adapters.Webhooks;
using Extraction.Media;
using Extraction.Sources;
using Geocoding.Rows;
using Jobs.Failures;
using Tests.Gateway;
using Tests.Support;

namespace Tests.Page;

/// <summary>Checks that the page explains all failure codes, and no others, in both languages.</summary>
public sealed partial class FailureTextTests
{
    private static readonly Type[] CodeLists =
    [
        typeof(FailureCodes), typeof(SourceFailureCodes), typeof(MediaFailureCodes), typeof(RowsFailureCodes),
        typeof(WebhookFailureCodes),
    ];

    [Theory]
    [InlineData("en")]
    [InlineData("ko")]
    public void Every_code_is_explained(string language)
    {
        var texts = Path.Combine(SourceTree.Root, "Gateway.Api", "wwwroot", "js", "i18n");
        var file = File.ReadAllText(Path.Combine(texts, $"failures.{language}.js"));

        var explained = Entry().Matches(file).Select(entry => entry.Groups["code"].Value).ToArray();

        Assert.Equal(Codes().Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_has_a_code()
    {
        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.Contains(FailureCodes.Of(kind), Codes()));
    }

    [Fact]
    public async Task A_job_has_the_code_of_its_failure()
    {
        await using var app = await GatewayApp.StartAsync();

        var done = await app.UntilDoneAsync(await app.SubmitAsync("8VajtrESJzA"));
        var listed = await app.GetAsync("/jobs?state=failed");

        Assert.Equal("gone", done.GetProperty("jobs")[0].GetProperty("failure").GetProperty("code").GetString());
        Assert.Equal("gone", listed.GetProperty("items")[0].GetProperty("failure").GetProperty("code").GetString());
    }

    private static IReadOnlyList<string> Codes() =>
    [
        .. CodeLists.SelectMany(list => list.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!),
    ];

    /// <summary>
    /// Matches an entry such as <c>'timed-out': ['It took too long.', WAIT],</c>, on one line or several. The second
    /// text can be a name.
    /// </summary>
    [GeneratedRegex(@"^  '?(?<code>[a-z-]+)'?: \[\s*'[^']+',\s+(?:'[^']+'|[A-Z]+),?\s*\],$", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
