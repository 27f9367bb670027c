using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using StandIn;
using Tests.Processes;
using Tests.Support;
using Xunit.Abstractions;

namespace Tests.Media;

/// <summary>What many downloads at once cost the process that makes them.</summary>
[Collection("processes")]
public sealed class MediaLoadTests(ITestOutputHelper output)
{
    private const int Downloads = 200;
    private const int Size = 5_000_000;
    private const long MaxMemory = 200_000_000;

    /// <summary>Answers as yt-dlp does, with one stream, and costs no half second of processor time.</summary>
    private const string YtDlp = """
        for last in "$@"; do :; done
        case "$last" in --version) echo 2026.01.01; exit;; esac
        id=${last##*v=}
        echo "{\"id\":\"$id\",\"title\":\"$id\",\"duration\":20,\"formats\":[{\"format_id\":\"140\",\"ext\":\"m4a\",\"vcodec\":\"none\",\"acodec\":\"mp4a.40.2\",\"tbr\":128,\"filesize\":5000000,\"protocol\":\"https\",\"url\":\"https://x.googlevideo.com/videoplayback?id=$id&itag=140\"}]}"

        """;

    [NeedsFact("sh")]
    public async Task Two_hundred_downloads_of_5_MB_at_once_stay_below_200_MB_of_memory()
    {
        using var folder = new TempFolder();
        var ytDlp = Scripts.Make(folder, "yt-dlp-fake", YtDlp);

        // Slow enough that the first is not done before the last begins.
        await using var youTube = await StandInHost.StartAsync(
            new() { SyntheticMediaBytes = Size, Media = new() { BytesPerSecond = 250_000 } }, new() { Ffmpeg = "no-such-program" });
        await using var gateway = await GatewayProcess.StartAsync(
            $"Data:Path={folder.Path}/data", "Sources:Chain=yt-dlp", $"Sources:YtDlp:Program={ytDlp}", "Sources:YtDlp:RequestsPerMinute=100000",
            "Sources:YtDlp:MaxProcesses=8", "Sources:YtDlp:QueueTimeout=00:01:00", $"Media:BaseAddress={youTube.BaseAddress}",
            $"Jobs:MaxDownloads={Downloads}", "Logging:LogLevel:Jobs=Warning");

        using var answer = await gateway.Client.PostAsJsonAsync(
            "/links", new { links = Enumerable.Range(0, Downloads).Select(i => $"standm{i:00000}"), audio = "original" });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var done = await Eventually.ValueAsync(
            () => gateway.GetAsync($"/submissions/{id}?limit=1"), view => view.GetProperty("done").GetBoolean(), "all are downloaded", TimeSpan.FromMinutes(3));
        var peak = PeakMemory(gateway.Id);

        output.WriteLine($"{Downloads} downloads of {Size} bytes, {youTube.Requests.Report().MostAtOnce} requests at once at most: {peak} bytes of memory at the peak.");
        Assert.Equal(Downloads, done.GetProperty("counts").GetProperty("succeeded").GetInt32());
        Assert.InRange(youTube.Requests.Report().MostAtOnce, Downloads / 2, int.MaxValue);
        Assert.InRange(peak, 0, MaxMemory);
    }

    /// <summary>The most that was resident; Linux counts it, elsewhere what is resident now has to serve.</summary>
    private static long PeakMemory(int pid)
    {
        if (!OperatingSystem.IsLinux())
            return System.Diagnostics.Process.GetProcessById(pid).WorkingSet64;
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
