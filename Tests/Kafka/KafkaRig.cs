using Adapters.Kafka.Consuming;
using Adapters.Kafka.Publishing;
using Composition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StandIn.Broker;

namespace Tests.Kafka;

/// <summary>Runs a broker, a host that accepts jobs, and workers in one process, connected over TCP.</summary>
internal sealed class KafkaRig : TransportRig
{
    private readonly List<IHost> workers = [];

    private KafkaRig(MockCluster cluster, Dictionary<string, string?>? overrides)
        : base(
            new()
            {
                ["ConnectionStrings:kafka"] = cluster.Brokers,
                // This broker answers an empty fetch only at the end of its wait, and waits for a session timeout minus
                // one second whenever a group changes.
                ["Kafka:FetchWait"] = "00:00:00.010",
                ["Kafka:SessionTimeout"] = "00:00:01.500",
                ["Kafka:Heartbeat"] = "00:00:00.300",
                ["Kafka:CommitInterval"] = "00:00:00.100",
                // No process dies in these tests, and a machine that stalls must not end a lease.
                ["Jobs:Lease"] = "00:10:00",
                ["Jobs:RepublishDelay"] = "00:00:01",
            },
            overrides) =>
        Cluster = cluster;

    public MockCluster Cluster { get; }

    public IReadOnlyList<IHost> Workers => workers;

    public bool IsBrokerDown => Gateway.GetRequiredService<BrokerMonitor>().IsDown;

    /// <summary>Number of deliveries to all running workers.</summary>
    public long Delivered => workers.Sum(worker => worker.Services.GetRequiredService<ConsumerStatus>().DeliveredCount);

    public static async Task<KafkaRig> StartAsync(
        int workers = 1, Dictionary<string, string?>? overrides = null, int partitions = 6)
    {
        var cluster = new MockCluster(new BrokerOptions
        {
            FirstRebalanceDelay = TimeSpan.FromMilliseconds(50),
            Partitions = partitions,
            Topics = [Light.Topic, Heavy.Topic, "jobs.events", "jobs.dead"],
        });
        var rig = new KafkaRig(cluster, overrides);
        await rig.StartGatewayAsync(static _ => { });
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => rig.AddWorkerAsync()));
        return rig;
    }

    public async Task<IHost> AddWorkerAsync()
    {
        var worker = Build(builder =>
        {
            AddHandlers(builder);
            builder.AddWorkerTransport();
        });
        lock (workers)
            workers.Add(worker);
        await worker.StartAsync();
        return worker;
    }

    public async Task StopAsync(IHost worker)
    {
        await worker.StopAsync();
        lock (workers)
            workers.Remove(worker);
        worker.Dispose();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var worker in workers.ToArray())
            await StopAsync(worker);
        await base.DisposeAsync();
        Cluster.Dispose();
    }
}
