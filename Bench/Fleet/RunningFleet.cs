using System.Diagnostics;

namespace Bench.Fleet;

/// <summary>Stand-in, broker, gateway and workers, each a process of its own. Ends them all.</summary>
internal sealed class RunningFleet : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bench-");
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly List<ManagedProcess> processes = [];
    private readonly Dictionary<ManagedProcess, Usage> before = [];
    private readonly FleetPlan plan;
    private FleetSettings settings = null!;

    private RunningFleet(FleetPlan plan) => this.plan = plan;

    public ManagedProcess Gateway { get; private set; } = null!;

    public List<ManagedProcess> Workers { get; } = [];

    public GatewayClient Api { get; private set; } = null!;

    public StandInClient StandIn { get; private set; } = null!;

    public BrokerClient? Broker { get; private set; }

    /// <summary>From the start of the gateway's process to its first healthy answer.</summary>
    public TimeSpan GatewayReadyAfter { get; private set; }

    public static async Task<RunningFleet> StartAsync(FleetPlan plan, CancellationToken cancellationToken)
    {
        var fleet = new RunningFleet(plan);
        try
        {
            await fleet.StartAsync(cancellationToken);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts another worker and waits until it is ready.</summary>
    public async Task AddWorkerAsync(CancellationToken cancellationToken)
    {
        var number = Workers.Count;
        var worker = Run($"worker {number + 1}", "Extractor.Worker", settings.ForWorker(number));
        Workers.Add(worker);
        await ReadyAsync(worker, settings.Workers[number], cancellationToken);
    }

    /// <summary>Starts the gateway, or starts it again after it was killed.</summary>
    public async Task StartGatewayAsync(CancellationToken cancellationToken)
    {
        Gateway = Run("gateway", "Gateway.Api", settings.ForGateway(plan.Workers));
        await ReadyAsync(Gateway, settings.Gateway, cancellationToken);
        GatewayReadyAfter = Stopwatch.GetElapsedTime(Gateway.StartedAt);
    }

    /// <summary>Starts a killed worker again, at its old address.</summary>
    public async Task RestartWorkerAsync(int number, CancellationToken cancellationToken)
    {
        Workers[number] = Run($"worker {number + 1}", "Extractor.Worker", settings.ForWorker(number));
        await ReadyAsync(Workers[number], settings.Workers[number], cancellationToken);
    }

    /// <summary>Usage counts from here on.</summary>
    public void ResetUsage() => processes.ForEach(process => before[process] = process.Usage());

    /// <summary>
    /// Resources used by each process since <see cref="ResetUsage"/>, gateway and workers first.
    /// </summary>
    public IReadOnlyDictionary<string, Usage> Usage() =>
        processes.Where(process => !process.HasEnded).Reverse().ToDictionary(
        process => process.Name,
        process => process.Usage() is var now && before.TryGetValue(process, out var then)
            ? now with { Processor = now.Processor - then.Processor }
            : now);

    /// <summary>
    /// Deliveries to the workers that still run, since their start, that found their job done or claimed.
    /// </summary>
    public async Task<long> RedeliveriesAsync(CancellationToken cancellationToken)
    {
        var redelivered = 0L;
        for (var number = 0; number < Workers.Count; number++)
        {
            if (!Workers[number].HasEnded)
                redelivered += await WorkerClient.RedeliveriesAsync(
                    client, settings.Workers[number], cancellationToken);
        }

        return redelivered;
    }

    /// <summary>Deliveries to the workers since their start.</summary>
    public async Task<long> DeliveriesAsync(CancellationToken cancellationToken)
    {
        var delivered = 0L;
        for (var number = 0; number < Workers.Count; number++)
            delivered += await WorkerClient.DeliveriesAsync(client, settings.Workers[number], cancellationToken);
        return delivered;
    }

    public async ValueTask DisposeAsync()
    {
        processes.Reverse();
        await Task.WhenAll(processes.Select(process => process.DisposeAsync().AsTask()));
        client.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var address = FleetSettings.FreeAddress();
        StandIn = new StandInClient(client, address);
        Run("stand-in", "StandIn", FleetSettings.StandIn(plan, address));
        Broker = plan.HasBroker ? await StartBrokerAsync(cancellationToken) : null;
        settings = new FleetSettings(plan, folder.FullName, address, Broker?.Brokers);
        Api = new GatewayClient(client, settings.Gateway);
        await StandIn.UntilReadyAsync(StartLimit, cancellationToken);
        await StartGatewayAsync(cancellationToken);
        for (var worker = 0; worker < plan.Workers; worker++)
            await AddWorkerAsync(cancellationToken);
    }

    private async Task<BrokerClient> StartBrokerAsync(CancellationToken cancellationToken)
    {
        // Its control address is printed first, then the cluster's.
        var control = FleetSettings.FreeAddress();
        var broker = ManagedProcess.Start("broker", "StandIn", ["broker"], BrokerClient.Settings(control), "broker: ");
        processes.Add(broker);
        return new BrokerClient(client, control, await broker.SaidAsync(StartLimit, cancellationToken));
    }

    private ManagedProcess Run(string name, string program, IReadOnlyDictionary<string, string> configuration)
    {
        var process = ManagedProcess.Start(name, program, [], configuration);
        processes.RemoveAll(earlier => earlier.Name == name);
        processes.Add(process);
        return process;
    }

    private async Task ReadyAsync(ManagedProcess process, Uri address, CancellationToken cancellationToken)
    {
        while (!await IsHealthyAsync(address, cancellationToken))
        {
            if (process.HasEnded || Stopwatch.GetElapsedTime(process.StartedAt) > StartLimit)
                throw new InvalidOperationException($"{process.Name} did not get ready; it said:\n{process}");
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<bool> IsHealthyAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "health"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
