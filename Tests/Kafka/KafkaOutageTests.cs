using System.Diagnostics;
using Confluent.Kafka;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Running;
using Microsoft.Extensions.DependencyInjection;
using Tests.Support;

namespace Tests.Kafka;

[Collection(BrokerTests.Name)]
public sealed class KafkaOutageTests
{
    [NeedsKafkaFact]
    public async Task Links_are_accepted_quickly_while_the_broker_is_down_and_done_when_it_is_back()
    {
        await using var rig = await KafkaRig.StartAsync();
        var before = await rig.SubmitAsync(20);
        await Eventually.TrueAsync(() => rig.AllEndedAsync(before), "jobs before the outage end");

        rig.Cluster.Down();
        await Eventually.TrueAsync(() => rig.IsBrokerDown, "the gateway detects it");
        var watch = Stopwatch.StartNew();
        var during = new List<IReadOnlyList<Job>>();
        for (var i = 0; i < 50; i++)
            during.Add(await rig.SubmitAsync(2));
        // Waiting for the broker would take 50 delivery timeouts.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"50 submissions took {watch.Elapsed}.");

        rig.Cluster.Up();
        foreach (var jobs in during)
            await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "jobs accepted in the outage end");
        Assert.All(rig.Handlers.Runs.Values, runs => Assert.Equal(1, runs));
    }

    [NeedsKafkaFact]
    public async Task A_broker_that_refuses_some_requests_loses_nothing()
    {
        await using var rig = await KafkaRig.StartAsync();
        const short produce = 0;
        const int requestTimedOut = 7;
        rig.Cluster.Fail(produce, requestTimedOut, times: 10);

        var jobs = await rig.SubmitAsync(200);

        await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "all jobs end");
        Assert.All(rig.Handlers.Runs.Values, runs => Assert.Equal(1, runs));
    }

    [NeedsKafkaFact]
    public async Task A_message_that_cannot_be_read_goes_to_the_dead_letters_and_delays_no_other()
    {
        await using var rig = await KafkaRig.StartAsync();
        var poison = "\u0000 not a job"u8.ToArray();
        var config = new ProducerConfig { BootstrapServers = rig.Cluster.Brokers };
        using (var producer = new ProducerBuilder<Null, byte[]?>(config).Build())
        {
            for (var partition = 0; partition < 6; partition++)
                await producer.ProduceAsync(new TopicPartition("light.requested", partition), new() { Value = poison });
            await producer.ProduceAsync(new TopicPartition("light.requested", 0), new() { Value = null });
        }

        var jobs = await rig.SubmitAsync(60);

        await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "the good jobs end");
        var deadLetters = rig.Gateway.GetRequiredService<IDeadLetterStore>();
        await Eventually.TrueAsync(
            async () => await deadLetters.CountAsync(CancellationToken.None) == 7, "the poison is kept");
        var letters = await deadLetters.ListAsync(10, null, CancellationToken.None);
        Assert.Equal(6, letters.Items.Count(letter => letter.Raw.Span.SequenceEqual(poison)));
        Assert.All(letters.Items, letter => Assert.Matches(@"^light\.requested\[\d\]@\d+$", letter.Origin));
        Assert.Equal(7, ReadAll(rig.Cluster.Brokers, "jobs.dead", 7).Count);
    }

    [NeedsKafkaFact]
    public async Task A_worker_that_stops_finishes_its_jobs_in_flight_and_leaves_the_rest_to_the_others()
    {
        await using var rig = await KafkaRig.StartAsync(workers: 2);
        rig.Handlers.Work = async (_, token) =>
        {
            await Task.Delay(100, token);
            return new JobOutcome.Success();
        };
        var jobs = await rig.SubmitAsync(400);
        await Eventually.TrueAsync(() => rig.Handlers.Runs.Count > 50, "some jobs have run");

        await rig.StopAsync(rig.Workers[0]);
        await rig.AddWorkerAsync();

        await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "all jobs end");
        Assert.Equal(400, rig.Handlers.Runs.Count);
        Assert.All(rig.Handlers.Runs.Values, runs => Assert.Equal(1, runs));
    }

    [NeedsKafkaFact]
    public async Task A_handler_that_never_ends_costs_its_job_the_attempt_and_delays_no_other()
    {
        await using var rig = await KafkaRig.StartAsync(overrides: new()
        {
            ["Jobs:AttemptTimeout"] = "00:00:01",
            ["Jobs:MaxAttempts"] = "1",
        });
        rig.Handlers.Work = async (context, token) =>
        {
            if (context.Job.Key == "light-3")
                await Task.Delay(Timeout.Infinite, token);
            return new JobOutcome.Success();
        };

        var jobs = await rig.SubmitAsync(50);

        await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "all jobs end");
        var counts = await rig.Store.CountAsync(jobs[0].SubmissionId, CancellationToken.None);
        Assert.Equal((49, 1), (counts.Succeeded, counts.Failed));
    }

    private static List<byte[]> ReadAll(string brokers, string topic, int count)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = "reader",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 10,
        }).Build();
        consumer.Assign(
            Enumerable.Range(0, 6).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var values = new List<byte[]>();
        for (var deadline = Stopwatch.StartNew(); values.Count < count && deadline.Elapsed < TimeSpan.FromMinutes(1);)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } result)
                values.Add(result.Message.Value);
        }

        return values;
    }
}
