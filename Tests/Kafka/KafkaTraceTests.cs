using System.Collections.Concurrent;
using System.Diagnostics;
using Tests.Support;

namespace Tests.Kafka;

[Collection(BrokerTests.Name)]
public sealed class KafkaTraceTests
{
    [NeedsKafkaFact]
    public async Task One_trace_runs_from_the_request_through_kafka_to_the_job()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Jobs" or "Adapters.Kafka" or "Tests.Kafka",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("Tests.Kafka");
        await using var rig = await KafkaRig.StartAsync();

        ActivityTraceId trace;
        using (var request = source.StartActivity("POST /links"))
        {
            trace = request!.TraceId;
            var jobs = await rig.SubmitAsync(3);
            await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "all jobs end");
        }

        await Eventually.TrueAsync(() => Of("process light.requested").Length == 3, "the spans end");
        var sent = Of("send light.requested");
        Assert.Equal(3, sent.Length);
        Assert.All(sent, span => Assert.Equal(ActivityKind.Producer, span.Kind));
        Assert.All(Of("process light.requested"), span =>
        {
            Assert.Equal(ActivityKind.Consumer, span.Kind);
            Assert.Contains(sent, producer => producer.SpanId == span.ParentSpanId);
            Assert.Equal("kafka", span.GetTagItem("messaging.system"));
            Assert.Equal("light.requested", span.GetTagItem("messaging.destination.name"));
            Assert.Equal("extractors.light.requested", span.GetTagItem("messaging.consumer.group.name"));
            Assert.IsType<long>(span.GetTagItem("messaging.kafka.offset"));
        });
        Assert.Equal(3, Of("run light").Length);

        Activity[] Of(string name) => [.. spans.Where(span => span.TraceId == trace && span.OperationName == name)];
    }
}
