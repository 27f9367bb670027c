using System.Text.Json;
using Tests.Support;

namespace Tests.Kafka.Processes;

/// <summary>Tests the gateway's view of workers with which it shares only a store and a broker.</summary>
[Collection(BrokerTests.Name)]
public sealed class WorkersTests
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);

    [NeedsKafkaFact]
    public async Task The_gateway_knows_its_workers_their_partitions_and_lag_and_when_one_is_gone()
    {
        await using var system = await StartAsync(workers: 2);
        await system.AcceptAsync(0, 50);
        Assert.Equal(0, (await system.AllSucceedAsync(50)).AskedAgain);

        var two = await UntilAsync(system, "two workers share the partitions, and are idle", status =>
            Count(status) == 2 && Partitions(status).All(held => held.Count > 0) && Lag(status) == 0);
        var before = Partitions(two).SelectMany(held => held).ToHashSet();
        await system.Workers[0].KillAsync();
        var one = await UntilAsync(system, "the remaining worker has the partitions of both", status =>
            Count(status) == 1 && Partitions(status).Single().IsSupersetOf(before));
        await system.Workers[1].StopAsync();
        var none = await UntilAsync(system, "a worker that stops deregisters", status => Count(status) == 0);

        var (first, second) = (Items(two)[0], Items(two)[1]);
        Assert.NotEqual(first.GetProperty("name").GetString(), second.GetProperty("name").GetString());
        Assert.Contains(before, partition => partition.StartsWith("links.requested ", StringComparison.Ordinal));
        Assert.Equal(64, one.GetProperty("workers").GetProperty("maxInFlight").GetInt32());
        Assert.Equal(0, InFlight(none));
        var source = Assert.Single(two.GetProperty("sources").EnumerateArray());
        Assert.Equal(
            ("youtube-api", true),
            (source.GetProperty("name").GetString(), source.GetProperty("isReady").GetBoolean()));
        Assert.Equal(1_000_000, source.GetProperty("requestsPerMinute").GetInt32());
        Assert.Empty(none.GetProperty("sources").EnumerateArray());
    }

    [NeedsKafkaFact]
    public async Task Messages_that_wait_for_work_are_lag()
    {
        await using var system = await StartAsync(workers: 1);
        await system.AcceptAsync(0, 50);
        Assert.Equal(0, (await system.AllSucceedAsync(50)).AskedAgain);

        // Every partition has had a message by now, so its lag is known.
        system.YouTube.Settings = new() { Latency = TimeSpan.FromMinutes(2) };
        await system.AcceptAsync(50, 400);

        var status = await UntilAsync(
            system, "unfinished messages are lag", status => Lag(status) >= 300 && InFlight(status) == 64);
        Assert.Equal(1, Count(status));
    }

    private static Task<KafkaSystem> StartAsync(int workers) => KafkaSystem.StartAsync(
        workers,
        TimeSpan.FromMilliseconds(20),
        "Jobs:WorkerReports=00:00:00.5",
        "Kafka:StatisticsInterval=00:00:00.5");

    private static Task<JsonElement> UntilAsync(KafkaSystem system, string what, Func<JsonElement, bool> condition) =>
        Eventually.ValueAsync(() => system.Gateway.GetAsync("/status"), condition, what, WaitLimit);

    private static int Count(JsonElement status) => status.GetProperty("workers").GetProperty("count").GetInt32();

    private static int InFlight(JsonElement status) => status.GetProperty("inFlight").GetInt32();

    private static long? Lag(JsonElement status) => status.TryGetProperty("lag", out var lag) ? lag.GetInt64() : null;

    private static JsonElement[] Items(JsonElement status) =>
        [.. status.GetProperty("workers").GetProperty("items").EnumerateArray()];

    /// <summary>Reads the partitions of each worker, as in <c>links.requested 3</c>.</summary>
    private static IReadOnlyList<HashSet<string>> Partitions(JsonElement status) =>
    [
        .. Items(status).Select(worker => worker.TryGetProperty("partitions", out var topics)
            ? topics.EnumerateArray().SelectMany(topic => topic.GetProperty("numbers").EnumerateArray().Select(
                number => $"{topic.GetProperty("topic").GetString()} {number.GetInt32()}")).ToHashSet()
            : []),
    ];
}
