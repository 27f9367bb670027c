namespace Bench.Reports;

/// <summary>The rows of a table whose columns are runs.</summary>
internal static class MetricOrder
{
    /// <summary>
    /// The names of all metrics, each behind the one that it follows in its run: answers stand with answers though one
    /// run has answers of other kinds than another.
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
