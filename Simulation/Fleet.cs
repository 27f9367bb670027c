using Adapters.InProcess;
using Adapters.Kafka;
using Adapters.Kafka.Consuming;
using Files.Acceptance;
using Files.Batches;
using Files.Feeding;
using Files.Spooling;
using Gateway.Api.Jobs;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Time;
using Jobs.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Simulation.Faults;
using Simulation.Judging;
using Simulation.Processes;
using Simulation.Queues;
using Simulation.Scheduling;
using Simulation.Stores;
using Simulation.Work;

namespace Simulation;

/// <summary>The processes of a run: builds each by the real registrations, and starts dead ones again.</summary>
internal sealed class Fleet(
    World world, Weather weather, Journal journal, Ledger ledger, StoreData data, FleetShape shape, int seed)
{
    private readonly Broker broker = new(world, weather);
    private readonly SimulatedProcess[] processes = new SimulatedProcess[shape.Count];
    private int lives;

    public IReadOnlyList<SimulatedProcess> Processes => processes;

    public void Start()
    {
        for (var number = 0; number < processes.Length; number++)
            Start(number);
    }

    public SimulatedProcess? AnyGateway()
    {
        var up = processes.Where(process => process.IsAccepting).ToList();
        return up.Count == 0 ? null : up[weather.Next(up.Count)];
    }

    public void Kill(int number, TimeSpan restartAfter) => Kill(processes[number], number, restartAfter);

    /// <summary>Stops a process as its host does, which waits for a while and then ends it.</summary>
    public void Stop(int number, TimeSpan restartAfter)
    {
        var process = processes[number];
        journal.Note(process.Name, "is stopped");
        process.Stop();
        world.After(SimulationOptions.Shutdown, () => Kill(process, number, restartAfter));
    }

    private void Kill(SimulatedProcess process, int number, TimeSpan restartAfter)
    {
        if (process.Context.IsDead)
            return;
        journal.Note(process.Name, "is killed");
        process.Kill();
        world.After(restartAfter, () => Start(number));
    }

    /// <summary>
    /// Checks that a worker may have missed renewals for a reason of its own: it died, stood still, or could not reach
    /// a store that others reached.
    /// </summary>
    public bool MayLoseLeases(string owner) =>
        Array.Find(processes, process => process.Name == owner) is not { IsUp: true } process
        || weather.Plan.HasSingleStoreFaults || weather.WasCutOff(owner, SimulationOptions.Jobs.Lease * 2)
        || world.Now - process.Context.ResumedAt < SimulationOptions.Jobs.Lease * 2 || process.Context.IsPaused;

    private void Start(int number)
    {
        var role = shape.RoleOf(number);
        var name = $"{role.ToString().ToLowerInvariant()}-{number}.{++lives}";
        var process = new SimulatedProcess(
            world, journal, name, role, number % 2 == 0 ? weather.Drift : -weather.Drift);
        journal.Note(name, "starts");
        processes[number] = process;
        process.Start(Build(process), () => Kill(process, number, TimeSpan.FromSeconds(2)));
    }

    private ServiceProvider Build(SimulatedProcess process)
    {
        var builder = new ProcessBuilder();
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(process.Clock);
        services.AddSingleton<RandomSource>(new SeededRandom(seed + lives));
        services.AddSingleton<ILoggerFactory>(new ProcessLog(journal, process.Name));
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton<System.Diagnostics.Metrics.IMeterFactory>(QuietMeters.Instance);
        services.AddSingleton(process.Context);
        AddStore(services, process);
        foreach (var kind in Kinds.All)
            services.AddSingleton(kind);
        builder.AddJobs();
        if (process.Role is not ProcessRole.Worker)
        {
            builder.AddOutboxRelay();
            builder.AddWebhookDispatcher();
            services.AddSingleton<JobService>();
            AddFiles(services);
        }

        if (process.Role is ProcessRole.Embedded)
        {
            builder.AddInProcessTransport();
            services.AddSingleton<IJobQueue>(provider => new WatchedQueue(
                provider.GetRequiredService<InProcessQueue>(), journal));
        }
        else
            AddBroker(services, process);
        if (process.Role is ProcessRole.Worker)
            AddWorker(builder);
        if (process.Role is not ProcessRole.Gateway)
            AddHandlers(services, process);

        // After the registrations of the product, which keep what is there.
        services.AddSingleton(Options.Create(SimulationOptions.Jobs));
        return services.BuildServiceProvider();
    }

    private void AddStore(IServiceCollection services, SimulatedProcess process)
    {
        var remote = new Remote(world, weather, journal, process.Name);
        services.AddSingleton(new RemoteJobStore(data, remote));
        services.AddSingleton<ISubmissionStore>(provider => provider.GetRequiredService<RemoteJobStore>());
        services.AddSingleton<IJobReader>(provider => provider.GetRequiredService<RemoteJobStore>());
        services.AddSingleton<IClaimStore>(provider => provider.GetRequiredService<RemoteJobStore>());
        services.AddSingleton<IOutboxStore>(provider => provider.GetRequiredService<RemoteJobStore>());
        services.AddSingleton<IWebhookStore>(provider => provider.GetRequiredService<RemoteJobStore>());
        IDeadLetterStore letters = new RemoteDeadLetters(data, remote);
        services.AddSingleton(
            data.Mutant is Mutant.WritesDeadLettersLate ? new LateDeadLetters(letters, process.Clock) : letters);
        services.AddSingleton<IStoreTime>(data.Mutant switch
        {
            Mutant.JudgesByLocalClocks => new LocalTime(process.Clock),
            Mutant.ReadsTheClockOnce => new OnceReadTime(new RemoteTime(data, remote), process.Clock),
            _ => new RemoteTime(data, remote),
        });
        services.AddSingleton<IBatchSpool>(new MemorySpool(data.Spool, data.Clock, remote));
        var records = new RemoteRecords(data, remote);
        services.AddSingleton<IRecordStore>(records);
        services.AddSingleton<IWorkerStore>(records);
    }

    private void AddBroker(IServiceCollection services, SimulatedProcess process)
    {
        services.AddSingleton<IJobQueue>(provider => new WatchedQueue(
            new BrokerQueue(broker, world, weather, provider.GetRequiredService<JobKinds>(), process.Name), journal));
        services.AddSingleton<IJobEvents>(new EventBus(world, weather, journal, process.Name, Hubs));
    }

    /// <summary>Adds what accepts and feeds files, without what reads tables and folders.</summary>
    private static void AddFiles(IServiceCollection services)
    {
        services.AddSingleton<BatchJobs>();
        services.AddSingleton<FeederSignal>();
        services.AddSingleton<FileAcceptance>();
        services.AddSingleton<FileFeed>();
        services.AddHostedService<FileFeeder>();
    }

    private IEnumerable<EventHub> Hubs() => processes.Where(process => process.IsAccepting)
        .Select(process => process.Services.GetRequiredService<EventHub>());

    private void AddWorker(ProcessBuilder builder)
    {
        builder.AddJobRunner().AddWorkerHeartbeat();
        builder.Services.AddSingleton<ConsumerStatus>();
        builder.Services.AddSingleton<IPartitionAssignment>(
            services => services.GetRequiredService<ConsumerStatus>());
        builder.Services.AddSingleton<KafkaTelemetry>();
        builder.Services.AddSingleton(Options.Create(new KafkaOptions()));
        builder.Services.AddSingleton<MessageProcessor>();
        builder.Services.AddSingleton(broker);
        builder.Services.AddSingleton(world);
        builder.Services.AddSingleton<IHostedService, BrokerConsumer>();
    }

    private void AddHandlers(IServiceCollection services, SimulatedProcess process)
    {
        services.AddSingleton(new WorkerName(process.Name));
        foreach (var kind in Kinds.All.Where(kind => kind != Jobs.Webhooks.WebhookJobs.Kind))
        {
            services.AddSingleton<IJobHandler>(provider => new SimulatedHandler(
                kind, ledger, provider.GetRequiredService<Jobs.Submissions.JobFactory>(), process.Clock));
        }

        services.AddSingleton<IJobHandler>(new WebhookReceiver(ledger, process.Clock));
    }
}

/// <summary>The number of processes of each role.</summary>
internal sealed record FleetShape(int Gateways, int Workers)
{
    /// <summary>One process without a broker.</summary>
    public bool IsEmbedded => Workers == 0;

    public int Count => Gateways + Workers;

    public ProcessRole RoleOf(int number) => IsEmbedded ? ProcessRole.Embedded
        : number < Gateways ? ProcessRole.Gateway : ProcessRole.Worker;

    public static FleetShape Draw(Random random) => random.Next(4) == 0
        ? new FleetShape(1, 0)
        : new FleetShape(1 + random.Next(3), 1 + random.Next(3));
}

/// <summary>The options of simulated processes: the defaults, with shorter delays where they only cost time.</summary>
internal static class SimulationOptions
{
    /// <summary>Time after which a host ends a process that has not stopped.</summary>
    public static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(25);

    public static JobsOptions Jobs { get; } = new()
    {
        MaxAttempts = 5,
        RetryMaxDelay = TimeSpan.FromSeconds(30),
        AttemptTimeout = TimeSpan.FromSeconds(60),
        DownloadAttemptTimeout = TimeSpan.FromMinutes(2),
        RedeliveryDelay = TimeSpan.FromSeconds(10),
        MaxInFlight = 8,
        MaxDownloads = 2,
    };
}
