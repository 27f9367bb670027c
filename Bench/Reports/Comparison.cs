using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Bench.Reports;

/// <summary>Two reports side by side, of two commits on one machine: the ratio is what can be trusted.</summary>
internal static class Comparison
{
    public static void Write(IAnsiConsole console, Report before, Report after)
    {
        console.MarkupLineInterpolated($"before: {before.Command}, {before.At:u}, {before.Machine}");
        console.MarkupLineInterpolated($"after:  {after.Command}, {after.At:u}, {after.Machine}");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("run", "figure");
        foreach (var column in (string[])["before", "after", "after / before"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var row in Rows(before, after))
            table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }

    public static async Task<Report> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync(stream, ReportJson.Default.Report, cancellationToken)
            ?? throw new JsonException($"{file} holds no report.");
    }

    /// <summary>The figures that both have.</summary>
    public static IEnumerable<string[]> Rows(Report before, Report after) =>
        from run in before.Runs
        from same in after.Runs
        where same.Group == run.Group && same.Name == run.Name
        from metric in run.Metrics
        from now in same.Metrics
        where now.Name == metric.Name
        select (string[])[$"{run.Group}: {run.Name}", metric.Name, metric.ToString(), now.ToString(), Ratio(
            metric.Value, now.Value)];

    private static string Ratio(double before, double after) =>
        before == 0 ? "" : (after / before).ToString("0.00", CultureInfo.InvariantCulture);
}
