using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using Tests.Support;
using Xunit.Abstractions;

namespace Tests.Kafka.Processes;

/// <summary>Tests messages that no gateway would send, and sources that never respond.</summary>
[Collection(BrokerTests.Name)]
public sealed class MessageFaultTests(ITestOutputHelper output)
{
    private const string Topic = "links.requested";
    private const int Partitions = 12;
    private const int Count = 200;
    private const int MaxInFlight = 64;

    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(1);

    [NeedsKafkaFact]
    public async Task Poison_before_good_messages_is_kept_and_stops_no_partition()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 2, TimeSpan.FromMilliseconds(20));
        using var producer = Producer(system);
        for (var partition = 0; partition < Partitions; partition++)
            await producer.ProduceAsync(
                new TopicPartition(Topic, partition), new() { Value = "\u0000 not a job"u8.ToArray() });

        await system.AcceptAsync(0, Count);

        await EndAsync(system, Count, deliveredAgain: 0);
        var deadLetters = (await system.Gateway.GetAsync("/dead-letters")).GetProperty("items").EnumerateArray();
        Assert.Equal(Partitions, deadLetters.Count());
        using var replay = await system.Gateway.Client.PostAsJsonAsync("/dead-letters/replay", new { all = true });
        var replayed = await replay.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            (0, Partitions),
            (replayed.GetProperty("replayed").GetInt32(), replayed.GetProperty("remaining").GetInt32()));
        Assert.All(replayed.GetProperty("notReplayed").EnumerateArray(), letter => Assert.Equal(
            "The message names no job: fix its sender, then delete the dead letter.",
            letter.GetProperty("reason").GetString()));
    }

    [NeedsKafkaFact]
    public async Task Messages_that_are_delivered_three_times_are_done_once()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 2, TimeSpan.FromMilliseconds(20));
        using var producer = Producer(system);

        await system.AcceptAsync(0, Count);
        foreach (var message in Read(system, Count))
        {
            for (var again = 0; again < 2; again++)
                await producer.ProduceAsync(
                    message.TopicPartition, new() { Value = message.Message.Value, Headers = message.Message.Headers });
        }

        await Eventually.TrueAsync(() => Delivered(system) >= 3 * Count, "all are delivered");
        await EndAsync(system, Count, deliveredAgain: 2 * Count);
    }

    [NeedsKafkaFact]
    public async Task A_source_that_never_responds_costs_its_job_the_attempt_and_delays_no_other()
    {
        await using var system = await KafkaSystem.StartAsync(
            workers: 1, TimeSpan.FromHours(1), "Jobs:AttemptTimeout=00:00:10");
        await system.AcceptAsync(0, 1);
        await Eventually.TrueAsync(() => system.YouTube.Requests.Report().Asked == 1, "the source is asked");
        system.YouTube.Settings = system.YouTube.Settings with { Latency = TimeSpan.FromMilliseconds(20) };

        await system.AcceptAsync(1, Count - 1);

        var repetition = await system.AllSucceedAsync(Count);
        output.WriteLine(repetition.ToString());
        Assert.InRange(repetition.AskedAgain, 1, MaxInFlight);
        Assert.InRange(repetition.Redelivered, 0, Count);
        var jobs = (await system.Gateway.GetAsync($"/jobs?limit={Count}")).GetProperty("items").EnumerateArray();
        Assert.InRange(
            jobs.Single(job => job.GetProperty("key").GetString() == "stand000000").GetProperty("attempt").GetInt32(),
            2,
            8);
    }

    private async Task EndAsync(KafkaSystem system, int count, int deliveredAgain)
    {
        var repetition = await system.AllSucceedAsync(count);
        output.WriteLine(repetition.ToString());
        Assert.Equal(0, repetition.AskedAgain);
        // A machine that stalls for a session timeout loses partitions: every message is delivered at most once more.
        Assert.InRange(repetition.Redelivered, deliveredAgain, (2 * deliveredAgain) + count);
        await Repetition.TracesAreWholeAsync(system);
    }

    private static long Delivered(KafkaSystem system) => system.Workers.Sum(
        worker => system.Collector.Value(worker.Name, "messaging.client.consumed.messages"));

    private static IProducer<Null, byte[]> Producer(KafkaSystem system) => new ProducerBuilder<Null, byte[]>(
        new ProducerConfig { BootstrapServers = system.Broker.ValueOf("broker: "), LingerMs = 0 }).Build();

    /// <summary>Reads the first messages of the topic, like an operator's tool.</summary>
    private static List<ConsumeResult<Ignore, byte[]>> Read(KafkaSystem system, int count)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = system.Broker.ValueOf("broker: "), GroupId = "reader", FetchWaitMaxMs = 10,
        }).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(
            partition => new TopicPartitionOffset(Topic, partition, Offset.Beginning)));
        var messages = new List<ConsumeResult<Ignore, byte[]>>();
        using var waitLimit = new CancellationTokenSource(WaitLimit);
        while (messages.Count < count)
            messages.Add(consumer.Consume(waitLimit.Token));
        return messages;
    }
}
