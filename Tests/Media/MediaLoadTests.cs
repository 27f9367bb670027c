using System.Net.Http.Json;
using System.Text.Json;
using Bench.Scenarios;
using StandIn;
using Tests.Processes;
using Tests.Support;

namespace Tests.Media;

/// <summary>
/// Bounds the memory of many concurrent downloads; <c>Bench -- downloads</c> measures it.
/// </summary>
[Collection(ProgramTests.Name)]
public sealed class MediaLoadTests
{
    /// <summary>
    /// Heap limit in megabytes: an eighth of the downloaded bytes, so that keeping downloads in memory would fail.
    /// </summary>
    private const int Heap = 125;

    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(4);

    [NeedsFact("sh")]
    public async Task Two_hundred_concurrent_downloads_of_5_MB_are_not_kept_in_memory()
    {
        using var folder = new TempFolder();
        var ytDlp = Scripts.Make(folder, "yt-dlp", ManyDownloads.Source);

        // So slow that no download ends before all have started.
        await using var youTube = await StandInHost.StartAsync(
            new() { SyntheticMediaBytes = ManyDownloads.Bytes, Media = new() { BytesPerSecond = 10_000 } },
            new() { Ffmpeg = "no-such-program" });
        await using var gateway = await GatewayProcess.StartWithHeapAsync(
            Heap,
            $"Data:Path={folder.Path}/data", "Sources:Chain=yt-dlp", $"Sources:YtDlp:Program={ytDlp}",
            "Sources:YtDlp:RequestsPerMinute=100000",
            "Sources:YtDlp:MaxProcesses=8", "Sources:YtDlp:QueueTimeout=00:05:00", "Sources:YtDlp:Timeout=00:05:00",
            $"Media:BaseAddress={youTube.BaseAddress}",
            "Media:StallTimeout=00:05:00", "Media:MinBytesPerSecond=0", $"Jobs:MaxDownloads={ManyDownloads.Count}",
            "Logging:LogLevel:Jobs=Warning");

        using var answer = await gateway.Client.PostAsJsonAsync(
            "/links", new
            {
                links = Enumerable.Range(0, ManyDownloads.Count).Select(i => $"standm{i:00000}"),
                audio = "original",
            });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        await Eventually.TrueAsync(
            () => youTube.Requests.Report().MostAtOnce >= ManyDownloads.Count, "all downloads run", WaitLimit);
        youTube.Settings = youTube.Settings with { Media = new() };
        var done = await Eventually.ValueAsync(
            () => gateway.GetAsync($"/submissions/{id}?limit=1"), view => view.GetProperty("done").GetBoolean(),
            "all downloads are done", WaitLimit);

        Assert.Equal(ManyDownloads.Count, done.GetProperty("counts").GetProperty("succeeded").GetInt32());
    }
}
