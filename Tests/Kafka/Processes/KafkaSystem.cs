using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StandIn;
using StandIn.Settings;
using Tests.Support;

namespace Tests.Kafka.Processes;

/// <summary>The whole as separate processes over TCP: broker, gateway, workers; only the YouTube stand-in is in the test's own.</summary>
internal sealed class KafkaSystem : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly List<ProgramProcess> programs = [];
    private readonly List<string> settings = [];

    private KafkaSystem(StandInHost youTube, ProgramProcess broker)
    {
        (YouTube, Broker) = (youTube, broker);
        programs.Add(broker);
    }

    public StandInHost YouTube { get; }

    public ProgramProcess Broker { get; }

    public ProgramProcess Gateway { get; private set; } = null!;

    public List<ProgramProcess> Workers { get; } = [];

    public static async Task<KafkaSystem> StartAsync(int workers, TimeSpan latency, params string[] more)
    {
        var youTube = await StandInHost.StartAsync(new StandInSettings { Latency = latency });
        var broker = await ProgramProcess.StartAsync(
            "StandIn", ["broker", "--Broker:FirstRebalanceDelay=00:00:00.500"], "control: ", "broker: ");
        var system = new KafkaSystem(youTube, broker);
        system.settings.AddRange(
        [
            $"ConnectionStrings:kafka={broker.Said("broker: ")}", $"Data:Path={system.folder.Path}",
            "Sources:Chain=youtube-api", "Sources:YouTubeApi:ApiKey=stand-in", $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}",
            "Sources:YouTubeApi:RequestsPerMinute=1000000", "Kafka:FetchWait=00:00:00.010",
            // This broker waits for a session less a second whenever a group changes.
            "Kafka:SessionTimeout=00:00:02", "Kafka:Heartbeat=00:00:00.500",
            "Jobs:Lease=00:00:03", "Jobs:LeaseRenewal=00:00:01", "Jobs:AcceptedPatience=00:00:02", "Jobs:RelayInterval=00:00:00.5",
            "Logging:LogLevel:Jobs=Warning", "urls=http://127.0.0.1:0",
            .. more,
        ]);
        await Task.WhenAll([system.StartGatewayAsync(), .. Enumerable.Range(0, workers).Select(_ => system.AddWorkerAsync())]);
        foreach (var worker in system.Workers)
            await IsHealthyAsync(worker);
        return system;
    }

    public async Task StartGatewayAsync(params string[] more) => Gateway = await StartAsync("Gateway.Api", more);

    public async Task<ProgramProcess> AddWorkerAsync()
    {
        var worker = await StartAsync("Extractor.Worker");
        lock (Workers)
            Workers.Add(worker);
        return worker;
    }

    /// <summary>Waits until the worker has partitions, and a broker, and the store.</summary>
    public static Task IsHealthyAsync(ProgramProcess worker) => Eventually.TrueAsync(
        async () => (await worker.Client.GetAsync("/health")).IsSuccessStatusCode, "the worker is healthy", TimeSpan.FromSeconds(30));

    /// <summary>Links of stand-in videos from a number on, accepted.</summary>
    public async Task AcceptAsync(int from, int count)
    {
        using var response = await Gateway.Client.PostAsJsonAsync(
            "/links", new { links = Enumerable.Range(from, count).Select(number => $"stand{number:000000}") });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    public async Task<int> SucceededAsync() =>
        (await Gateway.GetAsync("/status")).GetProperty("counts").GetProperty("succeeded").GetInt32();

    /// <summary>Waits for all to succeed, then compares with what was asked of the source.</summary>
    /// <returns>How many videos were asked for more than once, in all: what was in work when a worker died.</returns>
    public async Task<int> AllSucceedAsync(int count, TimeSpan within)
    {
        await Eventually.ValueAsync(
            async () => (await Gateway.GetAsync("/status")).GetProperty("counts"),
            counts => counts.GetProperty("succeeded").GetInt32() == count && counts.GetProperty("total").GetInt32() == count,
            $"all {count} jobs succeed", within);
        var report = YouTube.Requests.Report();
        Assert.Equal(count, report.Videos.Count);
        return report.Videos.Values.Sum(video => video.Asked) - count;
    }

    public async ValueTask DisposeAsync()
    {
        programs.Reverse();
        foreach (var program in programs)
            await program.DisposeAsync();
        await YouTube.DisposeAsync();
        folder.Dispose();
    }

    private async Task<ProgramProcess> StartAsync(string program, params string[] more)
    {
        var started = await ProgramProcess.StartAsync(program, settings.Concat(more).Select(setting => $"--{setting}"));
        lock (programs)
            programs.Add(started);
        return started;
    }
}
