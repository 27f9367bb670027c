using System.Diagnostics;
using Jobs.Queues;

namespace Adapters.Kafka.Publishing;

/// <summary>
/// Holds the <c>send</c> spans of one batch: one per message, in the trace of the request that created its job, or one
/// for all if there are many. Creates none without a listener.
/// </summary>
internal sealed class SendSpans : IDisposable
{
    private readonly IReadOnlyList<JobMessage> messages;
    private readonly Activity?[]? each;
    private readonly Activity? all;

    private SendSpans(IReadOnlyList<JobMessage> messages, Activity?[]? each, Activity? all) =>
        (this.messages, this.each, this.all) = (messages, each, all);

    public static SendSpans Start(IReadOnlyList<JobMessage> messages, Func<JobMessage, string> topic, int maxSpans)
    {
        if (!KafkaTelemetry.Source.HasListeners())
            return new SendSpans(messages, null, null);

        // Starting a span makes it the current one; these run in parallel, so the current one is restored.
        var current = Activity.Current;
        try
        {
            if (messages.Count > maxSpans)
            {
                var all = StartOne(topic(messages[0]), messages[0].TraceParent, current);
                all?.SetTag("messaging.batch.message_count", messages.Count);
                return new SendSpans(messages, null, all);
            }

            var each = new Activity?[messages.Count];
            for (var i = 0; i < each.Length; i++)
            {
                each[i] = StartOne(topic(messages[i]), messages[i].TraceParent, current);
                each[i]?.SetTag("messaging.message.id", messages[i].JobId.ToString());
                Activity.Current = current;
            }

            return new SendSpans(messages, each, null);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Gets the trace context of a message: that of its span, or that of its job.</summary>
    public string? TraceParent(int index) =>
        each?[index]?.Id
        ?? (all is not null && InSameTrace(messages[index].TraceParent, all) ? all.Id : messages[index].TraceParent);

    public void End(IReadOnlyList<bool> confirmed)
    {
        for (var i = 0; each is not null && i < each.Length; i++)
        {
            if (!confirmed[i])
                each[i]?.SetStatus(ActivityStatusCode.Error, "Not confirmed by the broker.")
                    .SetTag("error.type", "unconfirmed");
        }

        if (confirmed.Any(one => !one))
            all?.SetStatus(ActivityStatusCode.Error, "Not all were confirmed by the broker.")
                .SetTag("error.type", "unconfirmed");
    }

    public void Dispose()
    {
        var current = Activity.Current;
        foreach (var activity in each ?? [])
            activity?.Dispose();
        all?.Dispose();
        Activity.Current = current;
    }

    private static Activity? StartOne(string topic, string? traceParent, Activity? current)
    {
        // The request's own span is the better parent while it runs; the outbox relay has only the job's trace context.
        var parent = current is not null && (traceParent is null || InSameTrace(traceParent, current))
            ? current.Context
            : ActivityContext.TryParse(traceParent, null, isRemote: true, out var remembered) ? remembered : default;
        var activity = KafkaTelemetry.Source.StartActivity($"send {topic}", ActivityKind.Producer, parent);
        if (activity is not null)
            KafkaTelemetry.Describe(activity, "send", "send", topic);
        return activity;
    }

    // A traceparent is version-trace-span-flags; characters 3 to 34 are the trace.
    private static bool InSameTrace(string? traceParent, Activity activity) =>
        traceParent is { Length: >= 35 } && traceParent.AsSpan(3, 32).SequenceEqual(activity.TraceId.ToHexString());
}
