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

    [Fact]
    public void Rows_of_runs_with_different_answers_stand_together()
    {
        static Run Of(params string[] names) =>
            new() { Group = "group", Name = "run", Metrics = [.. names.Select(name => new Metric(name, 1))] };

        var order = MetricOrder.Of([Of("requests", "answered 200", "p50", "done"), Of(
            "requests", "answered 202", "timed out", "p50", "done")]);

        Assert.Equal(["requests", "answered 202", "timed out", "answered 200", "p50", "done"], order);
    }

    [Fact]
    public void Every_figure_with_a_target_is_in_the_summary()
    {
        var report = Report("run", 2);
        Metric[] metrics = [new Metric("a", 1).AtMost(2), new Metric("b", 3).AtMost(2), new Metric("c", 4)];
        report = report with { Runs = [report.Runs[0] with { Metrics = metrics }] };

        var rows = Targets.Of(report);

        Assert.Equal([("a", true), ("b", false)], rows.Select(row => (row.Figure, row.IsMet)));
        Assert.Equal("1 of 2 targets missed.", Targets.Summary(rows));
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
