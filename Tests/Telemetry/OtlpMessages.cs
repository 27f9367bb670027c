using System.Globalization;
using System.Text;

namespace Tests.Telemetry;

/// <summary>Reads the parts of OTLP messages that tests check, by their field numbers in opentelemetry-proto.</summary>
internal static class OtlpMessages
{
    public static IEnumerable<OtlpSpan> ReadSpans(ReadOnlyMemory<byte> request)
    {
        var spans = new List<OtlpSpan>();
        foreach (var (service, scope) in Scopes(request))
        {
            var parts = new WireReader(scope.Span);
            while (parts.Next())
            {
                if (parts.Field == 2)
                    spans.Add(ReadSpan(service, parts.Bytes));
            }
        }

        return spans;
    }

    /// <summary>Reads the points of integer counters and gauges.</summary>
    public static IEnumerable<OtlpPoint> ReadPoints(ReadOnlyMemory<byte> request)
    {
        var points = new List<OtlpPoint>();
        foreach (var (service, scope) in Scopes(request))
        {
            var parts = new WireReader(scope.Span);
            while (parts.Next())
            {
                if (parts.Field == 2)
                    ReadMetric(service, parts.Bytes, points);
            }
        }

        return points;
    }

    /// <summary>Reads the scopes of all resources, which contain spans or metrics.</summary>
    private static List<(string Service, ReadOnlyMemory<byte> Scope)> Scopes(ReadOnlyMemory<byte> request)
    {
        var scopes = new List<(string, ReadOnlyMemory<byte>)>();
        var resources = new WireReader(request.Span);
        while (resources.Next())
        {
            var service = "";
            var resource = new WireReader(resources.Bytes);
            while (resource.Next())
            {
                if (resource.Field == 1)
                    service = ReadAttributes(resource.Bytes, field: 1).GetValueOrDefault("service.name", "");
                else if (resource.Field == 2)
                    scopes.Add((service, resource.Bytes.ToArray()));
            }
        }

        return scopes;
    }

    private static OtlpSpan ReadSpan(string service, ReadOnlySpan<byte> message)
    {
        var (trace, id, parent, name, kind) = ("", "", "", "", 0);
        var fields = new WireReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    trace = Convert.ToHexStringLower(fields.Bytes);
                    break;
                case 2:
                    id = Convert.ToHexStringLower(fields.Bytes);
                    break;
                case 4:
                    parent = Convert.ToHexStringLower(fields.Bytes);
                    break;
                case 5:
                    name = Encoding.UTF8.GetString(fields.Bytes);
                    break;
                case 6:
                    kind = (int)fields.Number;
                    break;
            }
        }

        return new OtlpSpan(service, trace, id, parent, name, (OtlpKind)kind, ReadAttributes(message, field: 9));
    }

    private static void ReadMetric(string service, ReadOnlySpan<byte> message, List<OtlpPoint> points)
    {
        const int gauge = 5;
        const int sum = 7;
        var name = "";
        var metric = new WireReader(message);
        while (metric.Next())
        {
            if (metric.Field == 1)
                name = Encoding.UTF8.GetString(metric.Bytes);
            if (metric.Field is not (gauge or sum))
                continue;

            var data = new WireReader(metric.Bytes);
            while (data.Next())
            {
                if (data.Field == 1)
                    points.Add(ReadPoint(service, name, data.Bytes));
            }
        }
    }

    private static OtlpPoint ReadPoint(string service, string metric, ReadOnlySpan<byte> message)
    {
        var value = 0L;
        var fields = new WireReader(message);
        while (fields.Next())
        {
            if (fields.Field == 6)
                value = (long)fields.Number;
        }

        var attributes = ReadAttributes(message, field: 7).OrderBy(pair => pair.Key, StringComparer.Ordinal);
        return new OtlpPoint(
            service, metric, string.Join(',', attributes.Select(pair => $"{pair.Key}={pair.Value}")), value);
    }

    private static Dictionary<string, string> ReadAttributes(ReadOnlySpan<byte> message, int field)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new WireReader(message);
        while (fields.Next())
        {
            if (fields.Field != field)
                continue;

            var key = "";
            var pair = new WireReader(fields.Bytes);
            while (pair.Next())
            {
                if (pair.Field == 1)
                    key = Encoding.UTF8.GetString(pair.Bytes);
                else if (pair.Field == 2)
                    attributes[key] = ReadValue(pair.Bytes);
            }
        }

        return attributes;
    }

    private static string ReadValue(ReadOnlySpan<byte> message)
    {
        var value = new WireReader(message);
        return !value.Next() ? "" : value.Field switch
        {
            1 => Encoding.UTF8.GetString(value.Bytes),
            3 => ((long)value.Number).ToString(CultureInfo.InvariantCulture),
            _ => value.Number.ToString(CultureInfo.InvariantCulture),
        };
    }
}

/// <summary>Kind of a span, numbered as in the protocol.</summary>
internal enum OtlpKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}

/// <summary>An exported span; IDs in hexadecimal, <paramref name="Parent"/> empty for a root.</summary>
internal sealed record OtlpSpan(
    string Service,
    string Trace,
    string Id,
    string Parent,
    string Name,
    OtlpKind Kind,
    IReadOnlyDictionary<string, string> Attributes);

/// <summary>An exported value; that of a counter is the sum since the start of the process.</summary>
internal sealed record OtlpPoint(string Service, string Metric, string Attributes, long Value);
