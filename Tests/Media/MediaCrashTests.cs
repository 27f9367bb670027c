using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StandIn;
using Tests.Gateway;
using Tests.Processes;
using Tests.Support;

namespace Tests.Media;

/// <summary>After the process is killed, the next one removes its unfinished files and runs the job.</summary>
[Collection(HostTests.Name)]
public sealed class MediaCrashTests : IDisposable
{
    private const string Video = "standkilled";
    private const int Size = 2_000_000;

    private readonly TempFolder folder = new();

    private string Work => Path.Combine(folder.Path, "work");

    [NeedsFact("yt-dlp")]
    public async Task The_process_is_killed_during_a_download()
    {
        await using var youTube = await StandInHost.StartAsync(
            new() { SyntheticMediaBytes = Size, Media = new() { BytesPerSecond = 100_000 } });
        var (submission, video) = await KillAsync(
            youTube, "original", () => Files().Any(file => file.Length > 0 && !file.Name.StartsWith('.')), []);

        Assert.Empty(video.GetProperty("artifacts").EnumerateArray());
        Assert.NotEmpty(Files());

        youTube.Settings = youTube.Settings with { Media = new() };
        await SucceedsAsync(youTube, submission, Size, []);
    }

    [NeedsFact("yt-dlp", "ffmpeg", "sh")]
    public async Task The_process_is_killed_during_a_conversion()
    {
        var pid = Path.Combine(folder.Path, "pid");

        // The first run starts its file and hangs; the second run is the real program.
        var ffmpeg = Scripts.Make(
            folder,
            "ffmpeg-first-hangs",
            $"if [ -e {pid} ]; then exec ffmpeg \"$@\"; fi\nfor out in \"$@\"; do :; done\n"
            + $"echo half > \"$out\"\necho $$ > {pid}\nexec sleep 600\n");
        string[] settings = [$"Media:Ffmpeg:Program={ffmpeg}"];
        await using var youTube = await StandInHost.StartAsync(new() { SyntheticMediaBytes = Size });
        var (submission, video) = await KillAsync(
            youTube, "mp3", () => File.Exists(pid) && File.ReadAllText(pid).EndsWith('\n'), settings);

        Assert.Empty(video.GetProperty("artifacts").EnumerateArray());
        Assert.Contains(Files(), file => file.Name.EndsWith(".mp3", StringComparison.Ordinal));

        var orphan = int.Parse(await File.ReadAllTextAsync(pid), CultureInfo.InvariantCulture);
        Assert.True(Scripts.Runs(orphan), "The program outlives the process that started it.");
        await SucceedsAsync(youTube, submission, atLeast: 1000, settings);
        await Eventually.TrueAsync(() => !Scripts.Runs(orphan), "the next process ends it", TimeSpan.FromSeconds(60));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// Submits a link, kills the process once the condition holds, and returns the video as it was just before.
    /// </summary>
    private async Task<(string Submission, JsonElement Video)> KillAsync(
        StandInHost youTube, string audio, Func<bool> when, string[] more)
    {
        string submission;
        await using (var first = await GatewayProcess.StartAsync(Settings(youTube, more)))
        {
            using var answer = await first.Client.PostAsJsonAsync("/links", new { links = Video, audio });
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            submission = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
            await Eventually.TrueAsync(when, "the condition to kill holds", TimeSpan.FromSeconds(90));
            var video = await first.GetAsync($"/videos/{Video}");
            await first.KillAsync();
            return (submission, video);
        }
    }

    private async Task SucceedsAsync(StandInHost youTube, string submission, int atLeast, string[] more)
    {
        await using var second = await GatewayProcess.StartAsync(Settings(youTube, more));
        var done = await Eventually.ValueAsync(
            () => second.GetAsync($"/submissions/{submission}"), view => view.GetProperty("done").GetBoolean(),
            "the job ends", TimeSpan.FromSeconds(90));

        var name = Assert.Single(MediaApp.Artifacts(done.GetProperty("jobs")[0]));
        Assert.InRange(
            (await second.Client.GetByteArrayAsync($"/videos/{Video}/artifacts/{name}")).Length, atLeast, int.MaxValue);
        Assert.All(Files(), file => Assert.Equal(".lock", file.Name));
        Assert.Single(Directory.GetDirectories(Work));
    }

    private FileInfo[] Files() =>
        Directory.Exists(Work)
            ? [.. Directory.GetFiles(Work, "*", SearchOption.AllDirectories).Select(file => new FileInfo(file))]
            : [];

    private string[] Settings(StandInHost youTube, string[] more) =>
    [
        $"Data:Path={folder.Path}/data", $"Media:WorkPath={Work}", $"Media:BaseAddress={youTube.BaseAddress}",
        "Media:RangeBytes=200000",
        "Sources:Chain=youtube-api, yt-dlp", "Sources:YouTubeApi:ApiKey=stand-in",
        $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}",
        "Jobs:Lease=00:00:02", "Jobs:LeaseRenewal=00:00:00.5", "Jobs:RelayInterval=00:00:00.2",
        .. GatewayApp.YtDlpAt(youTube), .. more,
    ];
}
