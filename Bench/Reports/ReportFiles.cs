using System.Text.Json;
using Bench.CommandLine;

namespace Bench.Reports;

/// <summary>Writes a report where the options say.</summary>
internal static class ReportFiles
{
    public static async Task WriteAsync(Report report, BenchOptions options, CancellationToken cancellationToken)
    {
        if (options.Json is { } json)
        {
            await using var stream = File.Create(json);
            await JsonSerializer.SerializeAsync(stream, report, ReportJson.Default.Report, cancellationToken);
        }

        if (options.Html is { } html)
            await File.WriteAllTextAsync(html, HtmlReport.Of(report), cancellationToken);
        if (options.Svg is not { } svg)
            return;

        var group = report.Runs.GroupBy(run => run.Group).First();
        if (Plots.Of([.. group]) is [var first, ..])
            await File.WriteAllTextAsync(svg, Plot.Standalone(first), cancellationToken);
    }
}
