using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Jobs.Queues;

namespace Adapters.Kafka;

/// <summary>
/// Builds and reads message headers: the trace context, and what operators need without reading the value.
/// </summary>
internal static class MessageHeaders
{
    private const string TraceParent = "traceparent";
    private const string JobId = "job-id";
    private const string Attempt = "job-attempt";

    public static Headers For(JobMessage message, string? traceParent)
    {
        var headers = new Headers
        {
            { JobId, Encoding.ASCII.GetBytes(message.JobId.ToString()) },
            { Attempt, Encoding.ASCII.GetBytes(message.Attempt.ToString(CultureInfo.InvariantCulture)) },
        };
        if (traceParent is not null)
            headers.Add(TraceParent, Encoding.ASCII.GetBytes(traceParent));
        return headers;
    }

    public static string? ReadTraceParent(Headers? headers) =>
        headers is not null && headers.TryGetLastBytes(TraceParent, out var bytes) && bytes is { Length: > 0 and < 256 }
            ? Encoding.ASCII.GetString(bytes)
            : null;
}
