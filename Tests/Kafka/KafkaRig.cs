using Infrastructure;
using Infrastructure.Kafka.Consuming;
using Infrastructure.Kafka.Publishing;
using Jobs;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StandIn.Broker;

namespace Tests.Kafka;

/// <summary>A broker, a process that accepts, and workers, all in the test's process, over TCP and one database file.</summary>
internal sealed class KafkaRig : IAsyncDisposable
{
    private static readonly JobKind Light = new("light", "light.requested", JobWeight.Light);
    private static readonly JobKind Heavy = new("heavy", "heavy.requested", JobWeight.Heavy);

    private readonly string folder = Directory.CreateTempSubdirectory("kafka-rig-").FullName;
    private readonly Dictionary<string, string?> settings;
    private readonly List<IHost> workers = [];
    private IHost gateway = null!;

    private KafkaRig(Dictionary<string, string?>? overrides)
    {
        Cluster = new MockCluster(new BrokerOptions
        {
            FirstRebalanceDelay = TimeSpan.FromMilliseconds(50),
            Partitions = 6,
            Topics = [Light.Topic, Heavy.Topic, "jobs.events", "jobs.dead"],
        });
        settings = new()
        {
            ["ConnectionStrings:kafka"] = Cluster.Brokers,
            ["Data:Path"] = folder,
            ["Data:Durable"] = "false",
            // This broker answers an empty fetch only at the end of its wait.
            ["Kafka:FetchWait"] = "00:00:00.010",
            ["Kafka:SessionTimeout"] = "00:00:01.500",
            ["Kafka:Heartbeat"] = "00:00:00.300",
            ["Kafka:CommitInterval"] = "00:00:00.100",
            ["Jobs:Lease"] = "00:00:02",
            ["Jobs:LeaseRenewal"] = "00:00:00.500",
            ["Jobs:AcceptedPatience"] = "00:00:01",
            ["Jobs:RelayInterval"] = "00:00:00.200",
        };
        foreach (var (name, value) in overrides ?? [])
            settings[name] = value;
    }

    public MockCluster Cluster { get; }

    public TestHandlers Handlers { get; } = new();

    public IJobStore Store => gateway.Services.GetRequiredService<IJobStore>();

    public bool IsBrokerAway => gateway.Services.GetRequiredService<BrokerWatch>().IsAway;

    /// <summary>Deliveries of all workers that run.</summary>
    public long Delivered => workers.Sum(worker => worker.Services.GetRequiredService<ConsumerStatus>().DeliveredCount);

    public IServiceProvider Gateway => gateway.Services;

    public IReadOnlyList<IHost> Workers => workers;

    public static async Task<KafkaRig> StartAsync(int workers = 1, Dictionary<string, string?>? overrides = null)
    {
        var rig = new KafkaRig(overrides);
        rig.gateway = rig.Build(builder => builder.AddTransport().AddRelay());
        await rig.gateway.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => rig.AddWorkerAsync()));
        return rig;
    }

    public async Task<IHost> AddWorkerAsync()
    {
        var worker = Build(builder =>
        {
            builder.Services.AddSingleton<IJobHandler>(new TestHandler(Light, Handlers));
            builder.Services.AddSingleton<IJobHandler>(new TestHandler(Heavy, Handlers));
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

    public async Task<IReadOnlyList<Job>> SubmitAsync(int count, string kind = "light")
    {
        var factory = Gateway.GetRequiredService<JobFactory>();
        var submission = new Submission { Id = SubmissionId.New(TimeProvider.System), AcceptedAt = DateTimeOffset.UtcNow };
        var jobs = Enumerable.Range(0, count).Select(i => factory.Create(submission.Id, kind, $"{kind}-{i}", "{}")).ToArray();
        await Gateway.GetRequiredService<Submitter>().SubmitAsync(submission, jobs, CancellationToken.None);
        return jobs;
    }

    public async Task<bool> AllEndedAsync(IReadOnlyList<Job> jobs) =>
        (await Store.CountAsync(jobs[0].SubmissionId, CancellationToken.None)).Open == 0;

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
        {
            await worker.StopAsync();
            worker.Dispose();
        }

        await gateway.StopAsync();
        gateway.Dispose();
        Cluster.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private IHost Build(Action<IHostApplicationBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(Light);
        builder.Services.AddSingleton(Heavy);
        builder.AddJobs();
        builder.AddStores();
        add(builder);
        return builder.Build();
    }
}
