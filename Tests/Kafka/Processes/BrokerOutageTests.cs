using System.Diagnostics;
using Tests.Support;
using Xunit.Abstractions;

namespace Tests.Kafka.Processes;

[Collection(BrokerTests.Name)]
public sealed class BrokerOutageTests(ITestOutputHelper output)
{
    private const int Before = 100;
    private const int AtOnce = 5;

    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Twice as long as the producer tries to deliver a message.</summary>
    private static readonly TimeSpan Outage = 2 * DeliveryTimeout;

    [NeedsKafkaFact]
    public async Task Links_are_accepted_while_the_broker_is_down_and_done_once_it_is_back()
    {
        await using var system = await KafkaSystem.StartAsync(
            workers: 2, TimeSpan.FromMilliseconds(20), $"Kafka:DeliveryTimeout={DeliveryTimeout}");
        await system.AcceptAsync(0, Before);
        await system.Broker.Client.PutAsync("/broker/down", null);
        var outage = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            async () => await BrokerAsync(system) == "Degraded", "the gateway reports that the broker is down");
        var stored = await system.CountAsync("total");

        var accepted = Before;
        var slowest = TimeSpan.Zero;
        await Eventually.TrueAsync(
            async () =>
            {
                var request = Stopwatch.StartNew();
                await system.AcceptAsync(accepted, AtOnce);
                accepted += AtOnce;
                slowest = request.Elapsed > slowest ? request.Elapsed : slowest;
                return outage.Elapsed >= Outage;
            },
            "the outage is long enough", Outage * 5);

        // Accepted means stored, and nothing more while the broker is down.
        Assert.Equal(accepted, await system.CountAsync("total"));
        Assert.InRange(await system.CountAsync("accepted"), accepted - stored, accepted);
        Assert.Equal("Degraded", await BrokerAsync(system));
        var downFor = outage.Elapsed;
        await system.Broker.Client.PutAsync("/broker/up", null);
        await Eventually.TrueAsync(
            async () => await BrokerAsync(system) == "Healthy", "the gateway reconnects to the broker by itself");

        var repetition = await system.AllSucceedAsync(accepted);
        output.WriteLine(
            $"{accepted - Before} links were accepted in {downFor.TotalSeconds:0} s, "
            + $"the slowest request took {slowest.TotalMilliseconds:0} ms.");
        output.WriteLine(repetition.ToString());
        Assert.Equal(0, repetition.AskedAgain);
        // A message whose confirmation was interrupted is sent again: at most all that were in flight.
        Assert.InRange(repetition.Redelivered, 0, accepted);
        await Repetition.TracesAreWholeAsync(system);
    }

    private static async Task<string?> BrokerAsync(KafkaSystem system) =>
        (await system.Gateway.GetAsync("/health")).GetProperty("checks").GetProperty("broker").GetProperty("status")
            .GetString();
}
