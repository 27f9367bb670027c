using Spectre.Console;

namespace Bench.Reports;

/// <summary>A report on the terminal: a table a group, with a row a figure and a column a run.</summary>
internal static class TableReport
{
    private const int FileWidth = 140;

    public static void Write(IAnsiConsole console, Report report)
    {
        // What goes into a file has no width of its own.
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = FileWidth;
        console.MarkupLineInterpolated($"[bold]{report.Command}[/] on {report.Machine}");
        foreach (var group in report.Runs.GroupBy(run => run.Group))
            console.Write(TableOf(group.Key, [.. group]));
        if (Targets.Of(report) is { Count: > 0 } rows)
            WriteTargets(console, rows);
    }

    private static void WriteTargets(IAnsiConsole console, IReadOnlyList<TargetRow> rows)
    {
        var table = new Table().Title("targets").Border(TableBorder.Rounded).AddColumns("run", "figure");
        foreach (var column in (string[])["target", "measured"])
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("");
        foreach (var row in rows)
            table.AddRow(Markup.Escape(row.Run), row.Figure, row.Target, row.Measured,
                row.IsMet ? "[green]met[/]" : "[red]missed[/]");
        console.Write(table);
        console.WriteLine(Targets.Summary(rows));
    }

    private static Table TableOf(string title, IReadOnlyList<Run> runs)
    {
        var table = new Table().Title(Markup.Escape(title)).Border(TableBorder.Rounded).AddColumn("");
        foreach (var run in runs)
            table.AddColumn(new TableColumn(Markup.Escape(run.Name)).RightAligned());
        foreach (var name in MetricOrder.Of(runs))
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
