using Tests.Support;
using Xunit.Abstractions;

namespace Tests.Kafka.Processes;

/// <summary>
/// Tests processes that die, start, and stop while jobs wait or run: every accepted job ends, and none is done twice.
/// </summary>
[Collection(BrokerTests.Name)]
public sealed class KafkaFaultTests(ITestOutputHelper output)
{
    private const int MaxInFlight = 64;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(250);

    [NeedsKafkaFact]
    public async Task Jobs_of_a_killed_worker_are_done_by_the_others()
    {
        await using var system = await KafkaSystem.StartAsync(
            workers: 2, Latency, "Jobs:Lease=00:00:06", "Jobs:LeaseRenewal=00:00:01");

        await KillInTheMiddleAsync(system, count: 1_000);
    }

    [NeedsKafkaFact]
    public async Task Jobs_of_a_killed_worker_are_done_by_the_others_with_the_default_waits()
    {
        await using var system = await KafkaSystem.StartAsShippedAsync(workers: 2, Latency);

        await KillInTheMiddleAsync(system, count: 1_000);
    }

    [NeedsKafkaFact]
    public async Task Links_that_a_killed_gateway_stored_and_did_not_publish_are_done()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 1, TimeSpan.FromMilliseconds(20));
        await system.Broker.Client.PutAsync("/broker/down", null);
        await system.AcceptAsync(0, 100);
        await Eventually.TrueAsync(
            () => system.Collector.Spans.Any(span => span.Name == "POST /links"),
            "the span of the request is exported");
        await system.Gateway.KillAsync();

        await system.Broker.Client.PutAsync("/broker/up", null);
        await system.StartGatewayAsync();

        var repetition = await system.AllSucceedAsync(100);
        output.WriteLine(repetition.ToString());
        Assert.Equal(0, repetition.AskedAgain);
        Assert.InRange(repetition.Redelivered, 0, 100);
        await Repetition.TracesAreWholeAsync(system);
    }

    [NeedsKafkaFact]
    public async Task Workers_that_join_and_leave_under_load_do_nothing_twice()
    {
        const int count = 1_500;
        await using var system = await KafkaSystem.StartAsync(workers: 1, Latency);
        await system.AcceptAsync(0, count);
        await Eventually.TrueAsync(async () => await system.CountAsync("succeeded") > 100, "some jobs have succeeded");

        await KafkaSystem.IsHealthyAsync(await system.AddWorkerAsync());
        await system.Workers[0].StopAsync();

        var repetition = await system.AllSucceedAsync(count);
        output.WriteLine(repetition.ToString());
        Assert.Equal(0, repetition.AskedAgain);
        Assert.InRange(repetition.Redelivered, 0, count);
        await Repetition.TracesAreWholeAsync(system);
    }

    private async Task KillInTheMiddleAsync(KafkaSystem system, int count)
    {
        await system.AcceptAsync(0, count / 4);
        await Eventually.TrueAsync(async () => await system.CountAsync("succeeded") == count / 4, "the first are done");

        // The source becomes slow, so that the worker dies with jobs in flight, no matter how long the kill takes.
        system.YouTube.Settings = system.YouTube.Settings with { Latency = TimeSpan.FromSeconds(8) };
        await system.AcceptAsync(count / 4, count - (count / 4));
        await Eventually.TrueAsync(
            async () => await system.CountAsync("running") > MaxInFlight, "both workers have jobs in flight");
        await system.Workers[0].KillAsync();
        system.YouTube.Settings = system.YouTube.Settings with { Latency = Latency };

        var repetition = await system.AllSucceedAsync(count);
        output.WriteLine(repetition.ToString());
        // The killed worker's jobs in flight, and as many again for leases that expired because the machine stalled.
        Assert.InRange(repetition.AskedAgain, 0, 2 * MaxInFlight);
        // Its jobs in flight, and those that were finished but not committed; if the machine stalls, the other workers
        // lose partitions too.
        Assert.InRange(repetition.Redelivered, 0, count);
        await Repetition.TracesAreWholeAsync(system);
    }
}
