using System.Net;
using System.Net.Http.Json;
using Tests.Support;
using Tests.Telemetry;

namespace Tests.Kafka.Processes;

/// <summary>Tests the traces that gateway and workers export over OTLP, each from its own process.</summary>
[Collection(BrokerTests.Name)]
public sealed class TraceTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";
    private const int Count = 3;

    [NeedsKafkaFact]
    public async Task One_trace_runs_from_the_callers_request_through_kafka_and_the_source_to_the_document()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 2, TimeSpan.FromMilliseconds(20));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/links");
        request.Content = JsonContent.Create(new { links = new[] { "stand000001", "stand000002", "stand000003" } });
        request.Headers.Add("traceparent", $"00-{Trace}-{Caller}-01");

        using var response = await system.Gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);

        // The last span of the gateway, and the last of each job: earlier ones have arrived by then.
        await Eventually.TrueAsync(
            () => Tree().Named("POST /links").Any() && Tree().Named("process links.requested").Count() == Count,
            "the trace is exported");

        var tree = Tree();
        var post = Assert.Single(tree.Named("POST /links"));
        Assert.Equal(("gateway", OtlpKind.Server, Caller), (post.Service, post.Kind, post.Parent));
        foreach (var process in tree.Named("process links.requested"))
        {
            var send = tree.Above(process, "send links.requested")!;
            Assert.Equal(post, tree.Above(send, "POST /links"));
            Assert.Equal((OtlpKind.Producer, OtlpKind.Consumer), (send.Kind, process.Kind));
            Assert.Equal(send.Id, process.Parent);
            Assert.StartsWith("worker-", process.Service, StringComparison.Ordinal);
            AssertMessaging(send, "send", "gateway");
            AssertMessaging(process, "process", process.Service);
            Assert.StartsWith(
                "extractors", process.Attributes["messaging.consumer.group.name"], StringComparison.Ordinal);
            Assert.InRange(int.Parse(process.Attributes["messaging.destination.partition.id"]), 0, 11);
            Assert.InRange(long.Parse(process.Attributes["messaging.kafka.offset"]), 0, Count - 1);
        }

        // Every step of every job is in the trace, below its message.
        string[] steps = ["store Claim", "run link", "source youtube-api", "store Upsert", "store Complete"];
        foreach (var step in steps)
        {
            var messages = tree.Named(step).Select(span => tree.Above(span, "process links.requested"));
            Assert.Equal(Count, messages.OfType<OtlpSpan>().Distinct().Count());
        }

        SpanTree Tree() => new(system.Collector.Spans.Where(span => span.Trace == Trace));
    }

    private static void AssertMessaging(OtlpSpan span, string operation, string service)
    {
        Assert.Equal(service, span.Service);
        Assert.Equal("kafka", span.Attributes["messaging.system"]);
        Assert.Equal(operation, span.Attributes["messaging.operation.name"]);
        Assert.Equal(operation, span.Attributes["messaging.operation.type"]);
        Assert.Equal("links.requested", span.Attributes["messaging.destination.name"]);
    }
}
