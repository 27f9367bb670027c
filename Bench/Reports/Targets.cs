using System.Globalization;

namespace Bench.Reports;

/// <summary>The figures of a report that have a target, in a line each.</summary>
internal static class Targets
{
    public static IReadOnlyList<TargetRow> Of(Report report) =>
    [
        .. from run in report.Runs
           from metric in run.Metrics
           where metric.Target is not null
           select new TargetRow(
               $"{run.Group}: {run.Name}", metric.Name, metric.Target!, metric.ToString(), metric.IsMet is true),
    ];

    public static string Summary(IReadOnlyList<TargetRow> rows) => rows.Count(row => !row.IsMet) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"All {rows.Count} targets are met."),
        var missed => string.Create(CultureInfo.InvariantCulture, $"{missed} of {rows.Count} targets missed."),
    };
}

internal sealed record TargetRow(string Run, string Figure, string Target, string Measured, bool IsMet);
