using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tests.Support;

namespace Tests.Kafka;

[Collection(BrokerTests.Name)]
public sealed class KafkaShareTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(60);

    [NeedsKafkaFact]
    public async Task A_worker_that_joins_later_shares_every_topic_with_the_one_before()
    {
        await using var rig = await KafkaRig.StartAsync();
        await Eventually.TrueAsync(() => TopicsOf(rig.Workers[0]) == 2, "the first worker has both topics", Generous);

        await rig.AddWorkerAsync();

        await Eventually.TrueAsync(
            () => rig.Workers.All(worker => TopicsOf(worker) == 2 && PartitionsOf(worker) == 6),
            "each of the two workers has half of either topic", Generous);
    }

    private static int TopicsOf(IHost worker) => ShareOf(worker).Partitions.Count;

    private static int PartitionsOf(IHost worker) => ShareOf(worker).Partitions.Sum(topic => topic.Numbers.Count);

    private static WorkerShare ShareOf(IHost worker) =>
        worker.Services.GetRequiredService<IPartitionAssignment>().Read();
}
