using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StandIn;
using StandIn.Broker;
using StandIn.Settings;
using Tests.Gateway;
using Tests.Processes;
using Tests.Support;

namespace Tests.Media;

/// <summary>
/// Runs a gateway and workers as separate processes with a broker between them. The first worker to start gets the
/// first job.
/// </summary>
internal sealed class WorkersRig : IAsyncDisposable
{
    public static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(120);

    private readonly List<GatewayProcess> workers = [];
    private readonly MockCluster cluster;
    private readonly string[] settings;
    private GatewayProcess gateway = null!;

    private WorkersRig(StandInHost youTube, string[] more)
    {
        YouTube = youTube;
        cluster = new MockCluster(new BrokerOptions { FirstRebalanceDelay = TimeSpan.FromMilliseconds(50) });
        settings =
        [
            $"Data:Path={Folder.Path}/data", $"ConnectionStrings:kafka={cluster.Brokers}",
            "Sources:Chain=youtube-api, yt-dlp",
            "Sources:YouTubeApi:ApiKey=stand-in", $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}",
            "Sources:YouTubeApi:RequestsPerMinute=1000000",
            $"Media:BaseAddress={youTube.BaseAddress}", "Media:MinBytesPerSecond=0", "Media:StallTimeout=00:05:00",
            .. GatewayApp.YtDlpAt(youTube),

            // After a change of the group, this broker waits for the session timeout minus one second.
            "Kafka:SessionTimeout=00:00:02", "Kafka:Heartbeat=00:00:00.500", "Kafka:FetchWait=00:00:00.050",
            "Jobs:Lease=00:00:04", "Jobs:LeaseRenewal=00:00:01", "Jobs:RelayInterval=00:00:00.5",
            "Logging:LogLevel:Default=Warning",
            "Logging:LogLevel:Microsoft.Hosting.Lifetime=Information", .. more,
        ];
    }

    public StandInHost YouTube { get; }

    public TempFolder Folder { get; } = new();

    /// <summary>Starts the stand-in, the broker, and the gateway.</summary>
    /// <param name="youTube">Settings of the stand-in.</param>
    /// <param name="more">Returns more settings for the folder of the test.</param>
    public static async Task<WorkersRig> StartAsync(StandInSettings youTube, Func<TempFolder, string[]>? more = null)
    {
        var folder = new TempFolder();
        var rig = new WorkersRig(await StandInHost.StartAsync(youTube), more?.Invoke(folder)
            ?? []) { Scripts = folder };
        rig.gateway = await GatewayProcess.StartAsync(rig.settings);
        return rig;
    }

    private TempFolder? Scripts { get; init; }

    /// <summary>Starts a worker with its own folder for unfinished files, and waits until it is healthy.</summary>
    public async Task<GatewayProcess> StartWorkerAsync(string name)
    {
        var worker = await LaunchWorkerAsync(name);
        await Eventually.TrueAsync(
            async () => (await worker.Client.GetAsync("/health")).IsSuccessStatusCode, $"{name} is healthy", WaitLimit);
        return worker;
    }

    /// <summary>Starts a worker, which may not have joined the group yet.</summary>
    public async Task<GatewayProcess> LaunchWorkerAsync(string name)
    {
        var worker = await GatewayProcess.StartWorkerAsync([.. settings, $"Media:WorkPath={WorkOf(name)}"]);
        workers.Add(worker);
        return worker;
    }

    /// <summary>Returns the unfinished files of a worker.</summary>
    public FileInfo[] Unfinished(string worker) => Files(WorkOf(worker)).Where(file => file.Name != ".lock").ToArray();

    /// <summary>
    /// Returns the extensions of the store's files: two files per artifact, and all unfinished ones.
    /// </summary>
    public string[] Stored() =>
        [.. Files(Path.Combine(Folder.Path, "data", "artifacts")).Select(file => file.Extension).Order()];

    public async Task<string> SubmitAsync(object body)
    {
        using var answer = await gateway.Client.PostAsJsonAsync("/links", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public Task<JsonElement> GetAsync(string path) => gateway.GetAsync(path);

    public Task<byte[]> DownloadAsync(string path) => gateway.Client.GetByteArrayAsync(path);

    /// <summary>
    /// Waits until all jobs have ended, and calls <paramref name="meanwhile"/> repeatedly until then.
    /// </summary>
    public Task<JsonElement> EndOfAsync(string submission, Func<Task>? meanwhile = null) => Eventually.ValueAsync(
        async () =>
        {
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            return await GetAsync($"/submissions/{submission}?limit=1");
        },
        view => view.GetProperty("done").GetBoolean(), "the submission is done", WaitLimit);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
            await worker.DisposeAsync();
        await gateway.DisposeAsync();
        cluster.Dispose();
        await YouTube.DisposeAsync();
        Folder.Dispose();
        Scripts?.Dispose();
    }

    private string WorkOf(string worker) => Path.Combine(Folder.Path, $"work-{worker}");

    private static FileInfo[] Files(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories) : [];
}
