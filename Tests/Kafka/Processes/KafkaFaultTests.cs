using System.Diagnostics;
using Tests.Support;

namespace Tests.Kafka.Processes;

/// <summary>What may break between accepting and doing: every accepted job ends, and none is done twice.</summary>
[Collection("processes")]
public sealed class KafkaFaultTests
{
    private const int MaxInFlight = 64;

    [NeedsKafkaFact]
    public async Task Jobs_of_a_killed_worker_are_done_by_the_others()
    {
        const int count = 2_000;
        await using var system = await KafkaSystem.StartAsync(workers: 2, TimeSpan.FromMilliseconds(250));
        await system.AcceptAsync(0, count);
        await Eventually.TrueAsync(async () => await system.SucceededAsync() > count / 4, "work is under way");

        await system.Workers[0].KillAsync();
        var watch = Stopwatch.StartNew();

        var again = await system.AllSucceedAsync(count, TimeSpan.FromSeconds(40));
        Assert.InRange(again, 0, MaxInFlight);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It took {watch.Elapsed.TotalSeconds:0} s.");
    }

    [NeedsKafkaFact]
    public async Task Links_that_a_killed_gateway_stored_and_did_not_publish_are_done()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 1, TimeSpan.FromMilliseconds(20));
        await system.Broker.Client.PutAsync("/broker/down", null);
        await system.AcceptAsync(0, 100);
        await system.Gateway.KillAsync();

        await system.Broker.Client.PutAsync("/broker/up", null);
        await system.StartGatewayAsync();

        Assert.Equal(0, await system.AllSucceedAsync(100, TimeSpan.FromSeconds(40)));
    }

    [NeedsKafkaFact]
    public async Task Links_accepted_while_the_broker_is_gone_are_done_once_it_is_back()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 2, TimeSpan.FromMilliseconds(20));
        await system.AcceptAsync(0, 100);
        await system.Broker.Client.PutAsync("/broker/down?for=6", null);

        var slowest = TimeSpan.Zero;
        var outage = Stopwatch.StartNew();
        var accepted = 100;
        for (; outage.Elapsed < TimeSpan.FromSeconds(6); accepted += 10)
        {
            var request = Stopwatch.StartNew();
            await system.AcceptAsync(accepted, 10);
            slowest = request.Elapsed > slowest ? request.Elapsed : slowest;
            await Task.Delay(50);
        }

        Assert.Equal(0, await system.AllSucceedAsync(accepted, TimeSpan.FromSeconds(40)));
        // The first may wait for a confirmation before it is known that none comes.
        Assert.True(slowest < TimeSpan.FromSeconds(4), $"The slowest answer took {slowest.TotalSeconds:0.0} s.");
    }

    [NeedsKafkaFact]
    public async Task Workers_that_join_and_leave_under_load_do_nothing_twice()
    {
        const int count = 1_500;
        await using var system = await KafkaSystem.StartAsync(workers: 1, TimeSpan.FromMilliseconds(250));
        await system.AcceptAsync(0, count);
        await Eventually.TrueAsync(async () => await system.SucceededAsync() > 100, "work is under way");

        await KafkaSystem.IsHealthyAsync(await system.AddWorkerAsync());
        await system.Workers[0].StopAsync();

        Assert.Equal(0, await system.AllSucceedAsync(count, TimeSpan.FromSeconds(40)));
    }
}
