using System.Net;
using System.Net.Http.Json;
using StandIn;
using StandIn.Settings;
using Tests.Support;
using Tests.Telemetry;

namespace Tests.Kafka.Processes;

/// <summary>
/// Runs broker, gateway, and workers as separate processes over TCP; only the YouTube stand-in runs in the test's.
/// </summary>
internal sealed class KafkaSystem : IAsyncDisposable
{
    /// <summary>Maximum wait; only a system that hangs needs longer.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(2);

    /// <summary>Shorter waits than the defaults, for tests that are not about them.</summary>
    private static readonly string[] Quick =
    [
        // This broker answers an empty fetch only at the end of its wait, and waits for a session timeout minus one
        // second whenever a group changes.
        "Kafka:FetchWait=00:00:00.010", "Kafka:SessionTimeout=00:00:02", "Kafka:Heartbeat=00:00:00.500",
        "Jobs:RepublishDelay=00:00:02", "Jobs:RelayInterval=00:00:00.5",
        // A test that kills a process sets its own lease; a machine that stalls must not end one.
        "Jobs:Lease=00:10:00",
    ];

    /// <summary>The secret that workers require of their callers.</summary>
    private const string DirectSecret = "the secret of one system";

    private readonly TempFolder folder = new();
    private readonly List<ProgramProcess> programs = [];
    private readonly List<string> settings = [];
    private int workersStarted;

    private KafkaSystem(StandInHost youTube, OtlpCollector collector, ProgramProcess broker)
    {
        (YouTube, Collector, Broker) = (youTube, collector, broker);
        programs.Add(broker);
    }

    public StandInHost YouTube { get; }

    /// <summary>
    /// Telemetry of gateway and workers, named <c>gateway</c>, <c>worker-1</c>, <c>worker-2</c>.
    /// </summary>
    public OtlpCollector Collector { get; }

    public ProgramProcess Broker { get; }

    public ProgramProcess Gateway { get; private set; } = null!;

    public List<ProgramProcess> Workers { get; } = [];

    public static Task<KafkaSystem> StartAsync(int workers, TimeSpan latency, params string[] more) =>
        StartAsShippedAsync(workers, latency, [.. Quick, .. more]);

    /// <summary>Starts the system with the default waits.</summary>
    public static async Task<KafkaSystem> StartAsShippedAsync(int workers, TimeSpan latency, params string[] more)
    {
        var youTube = await StandInHost.StartAsync(new StandInSettings { Latency = latency });
        var collector = await OtlpCollector.StartAsync();
        var broker = await ProgramProcess.StartAsync(
            "broker", "StandIn", ["broker", "--Broker:FirstRebalanceDelay=00:00:00.500"], "control: ", "broker: ");
        var system = new KafkaSystem(youTube, collector, broker);
        system.settings.AddRange(
        [
            $"ConnectionStrings:kafka={broker.ValueOf("broker: ")}", $"Data:Path={system.folder.Path}",
            "Sources:Chain=youtube-api", "Sources:YouTubeApi:ApiKey=stand-in",
            $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}",
            "Sources:YouTubeApi:RequestsPerMinute=1000000", "Sources:YouTubeApi:Timeout=00:01:00",
            $"Direct:Secret={DirectSecret}",
            "Logging:LogLevel:Jobs=Warning", "urls=http://127.0.0.1:0", .. collector.Settings,
            .. more,
        ]);
        await Task.WhenAll(
            [system.StartGatewayAsync(), .. Enumerable.Range(0, workers).Select(_ => system.AddWorkerAsync())]);
        foreach (var worker in system.Workers)
            await IsHealthyAsync(worker);
        return system;
    }

    public async Task StartGatewayAsync(params string[] more) =>
        Gateway = await StartAsync("gateway", "Gateway.Api", more);

    public async Task<ProgramProcess> AddWorkerAsync()
    {
        var worker = await StartAsync($"worker-{Interlocked.Increment(ref workersStarted)}", "Extractor.Worker");
        worker.Client.DefaultRequestHeaders.Authorization = new("Bearer", DirectSecret);
        lock (Workers)
            Workers.Add(worker);
        return worker;
    }

    /// <summary>Waits until the worker has partitions, a broker, and the store.</summary>
    public static Task IsHealthyAsync(ProgramProcess worker) => Eventually.TrueAsync(
        async () => (await worker.Client.GetAsync("/health")).IsSuccessStatusCode, "the worker is healthy", WaitLimit);

    /// <summary>Submits links of stand-in videos, numbered from <paramref name="from"/>.</summary>
    public async Task AcceptAsync(int from, int count)
    {
        using var response = await Gateway.Client.PostAsJsonAsync(
            "/links", new { links = Enumerable.Range(from, count).Select(number => $"stand{number:000000}") });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    /// <param name="state">Name of the count, as in <c>succeeded</c> or <c>total</c>.</param>
    public async Task<int> CountAsync(string state) =>
        (await Gateway.GetAsync("/status")).GetProperty("counts").GetProperty(state).GetInt32();

    /// <summary>
    /// Waits until every job has succeeded, and collects the evidence: documents, the source's log, and metrics.
    /// </summary>
    public async Task<Repetition> AllSucceedAsync(int count)
    {
        await Eventually.ValueAsync(
            async () => (await Gateway.GetAsync("/status")).GetProperty("counts"),
            counts => counts.GetProperty("succeeded").GetInt32() == count
                && counts.GetProperty("total").GetInt32() == count,
            $"all {count} jobs succeed", WaitLimit);
        Assert.Equal(count, YouTube.Requests.Report().Videos.Count);
        return await Repetition.OfAsync(this);
    }

    public async ValueTask DisposeAsync()
    {
        programs.Reverse();
        foreach (var program in programs)
            await program.DisposeAsync();
        await YouTube.DisposeAsync();
        await Collector.DisposeAsync();
        folder.Dispose();
    }

    private async Task<ProgramProcess> StartAsync(string name, string program, params string[] more)
    {
        var started = await ProgramProcess.StartAsync(
            name, program, settings.Append($"OTEL_SERVICE_NAME={name}").Concat(more).Select(setting => $"--{setting}"));
        lock (programs)
            programs.Add(started);
        return started;
    }
}
