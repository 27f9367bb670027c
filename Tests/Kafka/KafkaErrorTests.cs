using Adapters.Kafka.Publishing;
using Jobs;
using Jobs.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tests.Support;

namespace Tests.Kafka;

/// <summary>
/// Every error that a broker can answer, once each: jobs go on, and health says so afterwards. Names of the codes:
/// https://kafka.apache.org/protocol.html#protocol_error_codes
/// </summary>
[Collection(BrokerTests.Name)]
public sealed class KafkaErrorTests
{
    private const short Produce = 0, Fetch = 1, ListOffsets = 2, Metadata = 3, OffsetCommit = 8, OffsetFetch = 9,
        FindCoordinator = 10, JoinGroup = 11, Heartbeat = 12, SyncGroup = 14, InitProducerId = 22;

    private const int OutOfOrderSequence = 45, UnknownMember = 25;

    private static readonly int[] ProduceCodes =
    [
        2, 3, 5, 6, 7, 8, 9, 10, 13, 17, 18, 19, 20, 21, 29, 31, 35, 42, 45, 46, 47, 48, 49, 51, 53, 54, 55, 56, 59, 87,
        89, 90,
    ];

    private static readonly TimeSpan Generous = TimeSpan.FromMinutes(2);

    /// <summary>The republish delays of a real system, and a redelivery that shows within a test.</summary>
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Jobs:RepublishDelay"] = "00:00:00.300",
        ["Jobs:RedeliveryDelay"] = "00:00:01",
        ["Jobs:RelayInterval"] = "00:00:00.100",
        ["Kafka:DeliveryTimeout"] = "00:00:02",
    };

    [NeedsKafkaFact]
    public async Task A_producer_that_fails_for_good_is_replaced_and_health_follows_the_deliveries()
    {
        await using var rig = await KafkaRig.StartAsync(overrides: Settings);
        await RunAsync(rig, "before");
        var producer = rig.Gateway.GetRequiredService<JobProducer>();

        // An event may take the error instead of a job.
        var submitted = new List<IReadOnlyList<Job>>();
        await Eventually.TrueAsync(
            async () =>
            {
                rig.Cluster.Fail(Produce, OutOfOrderSequence, 1);
                submitted.Add(await rig.SubmitAsync(5));
                return producer.Replacements > 0;
            },
            "the producer fails", Generous);

        foreach (var jobs in submitted)
            await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "all jobs end", Generous);
        await RunAsync(rig, "after");
        Assert.Equal(HealthStatus.Healthy, await HealthOfAsync(rig.Gateway));
    }

    [NeedsKafkaFact]
    public async Task A_broker_that_takes_no_messages_degrades_the_health_until_it_does()
    {
        await using var rig = await KafkaRig.StartAsync(overrides: Settings);
        const int topicAuthorizationFailed = 29;
        rig.Cluster.Fail(Produce, topicAuthorizationFailed, 1_000);

        var jobs = await rig.SubmitAsync(3);
        await Eventually.TrueAsync(
            async () => await HealthOfAsync(rig.Gateway) == HealthStatus.Degraded, "health is degraded", Generous);
        rig.Cluster.ClearFaults(Produce);

        await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), "all jobs end", Generous);
        await Eventually.TrueAsync(
            async () => await HealthOfAsync(rig.Gateway) == HealthStatus.Healthy, "health is back", Generous);
    }

    [NeedsKafkaFact]
    public Task Jobs_outlive_every_error_of_a_produce_request() => OutliveAsync(Produce, ProduceCodes);

    [NeedsKafkaFact]
    public async Task Events_go_on_after_every_error_of_a_produce_request()
    {
        await using var rig = await KafkaRig.StartAsync(overrides: Settings);
        using var watch = rig.Gateway.GetRequiredService<EventHub>().Subscribe(only: null);
        var events = rig.Workers[0].Services.GetRequiredService<IJobEvents>();
        await ArriveAsync("before");
        foreach (var code in ProduceCodes)
        {
            // No job runs, so an event takes the error.
            rig.Cluster.Fail(Produce, code, 1);
            events.Publish(JobEvent.For(Some.Job(Some.Submission().Id)));
            await ArriveAsync($"after code {code}");
        }

        async Task ArriveAsync(string when)
        {
            var job = Some.Job(Some.Submission().Id);
            await Eventually.TrueAsync(
                () =>
                {
                    events.Publish(JobEvent.For(job));
                    var arrived = false;
                    while (watch.Reader.TryRead(out var jobEvent))
                        arrived |= jobEvent.JobId == job.Id;
                    return arrived;
                },
                $"events arrive {when}", Generous);
        }
    }

    [NeedsKafkaFact]
    public Task Jobs_outlive_every_error_of_the_start_of_a_producer() => OutliveAsync(
        rig => rig.Cluster.Fail(Produce, OutOfOrderSequence, 1), InitProducerId,
        7, 14, 15, 16, 31, 35, 42, 47, 51, 53, 90);

    [NeedsKafkaFact]
    public Task Jobs_outlive_every_error_of_a_fetch() => OutliveAsync(
        Fetch, 2, 3, 5, 6, 7, 9, 13, 29, 35, 42, 56, 70, 71, 74, 75, 76, 77, 78);

    [NeedsKafkaFact]
    public Task Jobs_outlive_every_error_of_metadata_and_offsets() => OutliveAsync(
        rig =>
        {
            rig.Cluster.Fail(Metadata, 5, 1);
            rig.Cluster.Fail(ListOffsets, 6, 1);
        },
        OffsetCommit, 7, 12, 14, 15, 16, 22, 25, 27, 28, 29, 30, 82);

    [NeedsKafkaFact]
    public Task Jobs_outlive_every_error_of_a_heartbeat() => OutliveAsync(Heartbeat, 14, 15, 16, 22, 25, 27, 30);

    [NeedsKafkaFact]
    public Task Jobs_outlive_every_error_of_joining_a_group() => OutliveAsync(
        rig =>
        {
            rig.Cluster.Fail(FindCoordinator, 15, 1);
            rig.Cluster.Fail(SyncGroup, 27, 1);
            rig.Cluster.Fail(OffsetFetch, 14, 1);
            rig.Cluster.Fail(Heartbeat, UnknownMember, 2);
        },
        JoinGroup, 14, 15, 16, 22, 25);

    [NeedsKafkaFact]
    public async Task A_worker_without_partitions_stands_by_and_is_healthy()
    {
        // One more than there are partitions: two topics with one each.
        await using var rig = await KafkaRig.StartAsync(workers: 3, partitions: 1, overrides: Settings);

        await Eventually.TrueAsync(
            async () =>
            {
                var statuses = await Task.WhenAll(rig.Workers.Select(worker => HealthOfAsync(worker.Services)));
                var shares = rig.Workers.Select(worker => worker.Services
                    .GetRequiredService<global::Jobs.Workers.IPartitionAssignment>().Read().Partitions.Count);
                return statuses.All(status => status is HealthStatus.Healthy) && shares.Any(topics => topics == 0);
            },
            "all are healthy, also the one that has nothing", Generous);
    }

    private static Task OutliveAsync(short request, params int[] codes) => OutliveAsync(_ => { }, request, codes);

    private static async Task OutliveAsync(Action<KafkaRig> prepare, short request, params int[] codes)
    {
        await using var rig = await KafkaRig.StartAsync(overrides: Settings);
        await RunAsync(rig, "before");
        foreach (var code in codes)
        {
            // The events of the jobs before must not take the error.
            await Task.Delay(20);
            prepare(rig);
            rig.Cluster.Fail(request, code, 1);
            await RunAsync(rig, $"after code {code}");
        }

        await Eventually.TrueAsync(
            async () => await HealthOfAsync(rig.Gateway) == HealthStatus.Healthy
                && await HealthOfAsync(rig.Workers[0].Services) == HealthStatus.Healthy,
            "health is as before", Generous);
    }

    private static async Task RunAsync(KafkaRig rig, string when)
    {
        var jobs = await rig.SubmitAsync(3);
        await Eventually.TrueAsync(() => rig.AllEndedAsync(jobs), $"jobs end {when}", Generous);
    }

    private static async Task<HealthStatus> HealthOfAsync(IServiceProvider services) =>
        (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;
}
