using Spectre.Console;

namespace Bench.Reports;

/// <summary>A report on the terminal: a table a group, with a row a figure and a column a run.</summary>
internal static class TableReport
{
    public static void Write(IAnsiConsole console, Report report)
    {
        console.MarkupLineInterpolated($"[bold]{report.Command}[/] on {report.Machine}");
        foreach (var group in report.Runs.GroupBy(run => run.Group))
            console.Write(TableOf(group.Key, [.. group]));
    }

    private static Table TableOf(string title, IReadOnlyList<Run> runs)
    {
        var table = new Table().Title(Markup.Escape(title)).Border(TableBorder.Rounded).AddColumn("");
        foreach (var run in runs)
            table.AddColumn(new TableColumn(Markup.Escape(run.Name)).RightAligned());
        foreach (var name in runs.SelectMany(run => run.Metrics).Select(metric => metric.Name).Distinct())
        {
            table.AddRow(
            [
                Markup.Escape(name),
                .. runs.Select(run => Cell(run.Metrics.FirstOrDefault(metric => metric.Name == name))),
            ]);
        }

        return table;
    }

    private static string Cell(Metric? metric)
    {
        var text = Markup.Escape(metric?.ToString() ?? "");
        if (metric?.Target is not { } target)
            return text;
        return metric.IsMet is true
            ? $"{text} [green]({Markup.Escape(target)})[/]"
            : $"[bold]{text}[/] [red]({Markup.Escape(target)} missed)[/]";
    }
}
