using System.Text;
using Tables;
using Tests.Spreadsheets;

namespace Tests.Hostile;

public sealed class FormulaGuardTests
{
    [Theory]
    [InlineData("\n=1+1")]
    [InlineData("\r\n=1+1")]
    [InlineData(" =1+1")]
    [InlineData("\u00A0=1+1")]
    [InlineData("\u3000=1+1")]
    [InlineData("\u200B=1+1")]
    [InlineData("\uFEFF@SUM(1)")]
    [InlineData("\u202E-1+cmd|' /C calc'!A0")]
    [InlineData("\uFF1D1+1")]
    [InlineData("\uFF0B1+1")]
    [InlineData("\uFF0D1+1")]
    [InlineData("\uFF20SUM(1)")]
    [InlineData("\u22121+1")]
    [InlineData("\"=1+1")]
    public async Task A_disguised_sign_at_the_start_is_a_formula(string text)
    {
        var file = await TableFiles.WriteCsvAsync([[Cell.OfText("h")], [Cell.OfText(text)]]);

        var shown = TableFiles.Read(file, new TableOptions(Separator: ','))[1][0].Text;

        Assert.StartsWith("'", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a;=1+1")]
    [InlineData("a; =1+1")]
    [InlineData("a\t=1+1")]
    [InlineData("a|@SUM(1)")]
    [InlineData("a\n=1+1")]
    [InlineData("a;\"=1+1")]
    [InlineData("a,\uFF1D1+1")]
    public async Task A_sign_after_a_separator_is_no_formula_for_a_program_with_another_separator(string text)
    {
        var file = await TableFiles.WriteCsvAsync(
            [[Cell.OfText("h"), Cell.OfText("i")], [Cell.OfText("x"), Cell.OfText(text)]]);
        var written = Encoding.UTF8.GetString(file);

        // A program that splits at another separator ignores the quotes inside of its fields.
        foreach (var separator in new[] { ';', '\t', '|', ',' })
        {
            foreach (var field in written.Split([separator, '\n', '\r']))
                Assert.DoesNotMatch("^[\\s\"\u200B\uFEFF]*[=@\uFF1D\uFF20]", field);
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a=b")]
    [InlineData("1;2")]
    [InlineData("12;-5")]
    [InlineData("a, b; c")]
    [InlineData("09:00-10:00")]
    [InlineData("서울;부산")]
    public async Task Harmless_text_is_written_as_it_is(string text)
    {
        var file = await TableFiles.WriteCsvAsync([[Cell.OfText("h")], [Cell.OfText(text)]]);

        Assert.Equal(text, TableFiles.Read(file, new TableOptions(Separator: ','))[1][0].Text);
    }
}
