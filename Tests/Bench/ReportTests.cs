using System.Xml.Linq;
using Bench.Reports;

namespace Tests.Bench;

public sealed class ReportTests
{
    [Fact]
    public void The_page_needs_nothing_else_and_escapes_what_it_shows()
    {
        var page = HtmlReport.Of(Report("a <b> & c", 2));

        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<svg").Length - 1);
    }

    [Fact]
    public void Every_plot_is_a_picture_by_itself_with_all_its_curves()
    {
        var plots = Plots.Of(Report("run", 2).Runs);

        Assert.Equal(2, plots.Count);
        foreach (var plot in plots)
        {
            var svg = XDocument.Parse(Plot.Standalone(plot)).Root!;
            Assert.Equal("svg", svg.Name.LocalName);
            Assert.All(plot.Curves, curve => Assert.Contains(curve.Name, svg.Value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Two_reports_are_compared_figure_by_figure_as_a_ratio()
    {
        var rows = Comparison.Rows(Report("run", 2), Report("run", 3)).ToList();

        Assert.Equal([["group: run", "answer", "2 ms", "3 ms", "1.50"]], rows);
    }

    [Theory]
    [InlineData(2.0, true)]
    [InlineData(2.1, false)]
    public void A_figure_knows_whether_it_meets_its_target(double value, bool isMet) =>
        Assert.Equal(isMet, new Metric("ready", value, "s").AtMost(2).IsMet);

    private static Report Report(string name, double value) => new()
    {
        Command = "transports",
        At = DateTimeOffset.UnixEpoch,
        Machine = new Machine("system", "processor", 2, LoadBefore: null),
        Runs =
        [
            new Run
            {
                Group = "group",
                Name = name,
                Metrics = [new Metric("answer", value, "ms")],
                Latency = [new Point(0, 0), new Point(50, 0.002), new Point(100, 1.5)],
                Answered = [new Point(0, 0), new Point(1, 50)],
                Done = [new Point(0, 0), new Point(2.5, 50)],
            },
        ],
    };
}
