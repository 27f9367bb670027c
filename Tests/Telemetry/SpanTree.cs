namespace Tests.Telemetry;

/// <summary>Finds the ancestors of spans among those that have arrived.</summary>
internal sealed class SpanTree(IEnumerable<OtlpSpan> spans)
{
    private readonly Dictionary<string, OtlpSpan> byId = spans.DistinctBy(span => span.Id)
        .ToDictionary(span => span.Id);

    public IEnumerable<OtlpSpan> Named(string name) => byId.Values.Where(span => span.Name == name);

    /// <summary>
    /// Finds the nearest ancestor of this name in the same trace; null if a parent before it is missing.
    /// </summary>
    public OtlpSpan? Above(OtlpSpan span, string name)
    {
        var current = span;
        while (byId.TryGetValue(current.Parent, out var parent) && parent.Trace == span.Trace)
        {
            if (parent.Name == name)
                return parent;
            current = parent;
        }

        return null;
    }
}
