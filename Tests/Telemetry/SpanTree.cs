namespace Tests.Telemetry;

/// <summary>Spans by what is above them, as far as they have arrived.</summary>
internal sealed class SpanTree(IEnumerable<OtlpSpan> spans)
{
    private readonly Dictionary<string, OtlpSpan> byId = spans.DistinctBy(span => span.Id)
        .ToDictionary(span => span.Id);

    public IEnumerable<OtlpSpan> Named(string name) => byId.Values.Where(span => span.Name == name);

    /// <summary>
    /// The nearest span of this name above another, in the same trace; null when the way up breaks off before.
    /// </summary>
    public OtlpSpan? Above(OtlpSpan span, string name)
    {
        for (var above = span; byId.TryGetValue(above.Parent, out var parent) && parent.Trace == span.Trace; above = parent)
        {
            if (parent.Name == name)
                return parent;
        }

        return null;
    }
}
