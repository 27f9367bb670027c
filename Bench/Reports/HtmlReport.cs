using System.Globalization;
using System.Net;
using System.Text;

namespace Bench.Reports;

/// <summary>
/// A report as one page that needs nothing else: tables and plots, in the reader's light or dark scheme.
/// </summary>
internal static class HtmlReport
{
    private const string Style =
        """
        :root{color-scheme:light dark}
        body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{padding:.3rem .6rem;border-bottom:1px solid #8884;text-align:right}
        th:first-child,td:first-child{text-align:left}
        .met::after{content:" ✓";color:#2a9d5c}.missed{font-weight:600}.missed::after{content:" ✗";color:#d33}
        small{opacity:.75}svg{width:100%;height:auto;margin:1rem 0}
        """;

    public static string Of(Report report)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">");
        page.Append(
            CultureInfo.InvariantCulture, $"<title>{Encode(report.Command)}</title><style>{Style}{Plot.Style}</style>");
        page.Append(
            CultureInfo.InvariantCulture,
            $"<h1>{Encode(report.Command)}</h1><p>{report.At:u}, {Encode(report.Machine.ToString())}</p>");
        if (Targets.Of(report) is { Count: > 0 } rows)
            Write(page, rows);
        foreach (var group in report.Runs.GroupBy(run => run.Group))
            Write(page, group.Key, [.. group]);
        return page.Append("</html>\n").ToString();
    }

    private static void Write(StringBuilder page, IReadOnlyList<TargetRow> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(Targets.Summary(rows))}</h2>");
        page.Append("<table><tr><th>run</th><th>figure</th><th>target</th><th>measured</th></tr>");
        foreach (var row in rows)
        {
            page.Append("<tr>").AppendJoin("",
                ((string[])[row.Run, row.Figure, row.Target]).Select(text => $"<td>{Encode(text)}</td>"));
            page.Append(CultureInfo.InvariantCulture,
                $"<td class=\"{(row.IsMet ? "met" : "missed")}\">{Encode(row.Measured)}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void Write(StringBuilder page, string title, IReadOnlyList<Run> runs)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(title)}</h2><table><tr><th></th>");
        foreach (var run in runs)
            page.Append(CultureInfo.InvariantCulture, $"<th>{Encode(run.Name)}</th>");
        page.Append("</tr>");
        foreach (var name in MetricOrder.Of(runs))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(name)}</td>");
            foreach (var run in runs)
                page.Append(Cell(run.Metrics.FirstOrDefault(metric => metric.Name == name)));
            page.Append("</tr>");
        }

        page.Append("</table>");
        foreach (var plot in Plots.Of(runs))
            page.Append(plot.Inline());
    }

    private static string Cell(Metric? metric)
    {
        if (metric is null)
            return "<td></td>";
        if (metric.Target is not { } target)
            return $"<td>{Encode(metric.ToString())}</td>";
        return $"<td class=\"{(metric.IsMet is true ? "met" : "missed")}\">{Encode(metric.ToString())} <small>{Encode(target)}</small></td>";
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
