namespace Bench.Reports;

/// <summary>The rows of a table whose columns are runs.</summary>
internal static class MetricOrder
{
    /// <summary>
    /// Orders the names of all metrics, each after the one that it follows in its run, so that related metrics of
    /// different runs stay together.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<Run> runs)
    {
        var names = new List<string>();
        foreach (var run in runs)
        {
            var at = 0;
            foreach (var name in run.Metrics.Select(metric => metric.Name))
            {
                var known = names.IndexOf(name);
                if (known < 0)
                    names.Insert(at, name);
                at = (known < 0 ? at : known) + 1;
            }
        }

        return names;
    }
}
