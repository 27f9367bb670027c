using System.Diagnostics.Metrics;
using Adapters.Kafka;
using Adapters.Kafka.Publishing;
using Confluent.Kafka;
using Jobs.Queues;
using Jobs.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StandIn.Broker;
using Tests.Contracts;
using Tests.Support;

namespace Tests.Kafka;

[Collection(BrokerTests.Name), NeedsKafka]
public sealed class KafkaQueueTests : JobQueueContract
{
    private static readonly JobKind Link = new("link", "links.requested", JobWeight.Light);
    private static readonly JobKind Download = new("download", "downloads.requested", JobWeight.Heavy);

    private readonly CancellationTokenSource closed = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private MockCluster cluster = null!;
    private JobProducer producer = null!;
    private BrokerMonitor monitor = null!;
    private Task reading = Task.CompletedTask;

    protected override ValueTask<IJobQueue> OpenAsync(Action<JobMessage> deliver)
    {
        cluster = new MockCluster(new BrokerOptions { Topics = [Link.Topic, Download.Topic], Partitions = 3 });
        monitor = new BrokerMonitor(TimeProvider.System, NullLogger<BrokerMonitor>.Instance);
        producer = new JobProducer(
            () => new ProducerBuilder<string, byte[]>(
                new ProducerConfig { BootstrapServers = cluster.Brokers, LingerMs = 0 }).Build(),
            monitor, new DeliveryStatus(), TimeProvider.System, NullLogger<JobProducer>.Instance);
        reading = Task.Run(() => Read(deliver));
        return ValueTask.FromResult<IJobQueue>(new KafkaQueue(
            producer,
            new JobKinds([Link, Download]),
            monitor,
            new KafkaTelemetry(services.GetRequiredService<IMeterFactory>()),
            Options.Create(new KafkaOptions()),
            TimeProvider.System,
            NullLogger<KafkaQueue>.Instance));
    }

    protected override async ValueTask CloseAsync()
    {
        await closed.CancelAsync();
        await reading;
        monitor.Dispose();
        producer.Dispose();
        cluster.Dispose();
        await services.DisposeAsync();
        closed.Dispose();
    }

    private void Read(Action<JobMessage> deliver)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(
            new ConsumerConfig { BootstrapServers = cluster.Brokers, GroupId = "reader", FetchWaitMaxMs = 10 }).Build();
        consumer.Assign(
            from topic in new[] { Link.Topic, Download.Topic }
            from partition in Enumerable.Range(0, 3)
            select new TopicPartitionOffset(topic, partition, Offset.Beginning));
        while (!closed.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(20))?.Message is not { } message)
                continue;

            Assert.True(JobMessageJson.TryRead(
                message.Value, MessageHeaders.ReadTraceParent(message.Headers), out var job, out _));
            deliver(job);
        }
    }
}
