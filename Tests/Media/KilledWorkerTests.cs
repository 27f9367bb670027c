using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tests.Kafka;
using Tests.Support;

namespace Tests.Media;

/// <summary>
/// After a worker is killed, another one runs the job once, and nothing unfinished is visible or left.
/// </summary>
[Collection(HostTests.Name)]
public sealed class KilledWorkerTests
{
    private const int Size = 2_000_000;

    /// <summary>A video of three and a half minutes.</summary>
    private const string Long = "K4DyBUG242c";

    [NeedsKafkaFact("yt-dlp")]
    public async Task A_worker_is_killed_during_a_download()
    {
        const string video = "standkilled";
        await using var rig = await WorkersRig.StartAsync(
            new() { SyntheticMediaBytes = Size, Media = new() { BytesPerSecond = 20_000 } });
        var first = await rig.StartWorkerAsync("first");
        var submission = await rig.SubmitAsync(new { links = video, audio = "original" });
        await Eventually.TrueAsync(
            () => rig.Unfinished("first").Length > 0 && rig.YouTube.Requests.Of(video).Media > 0,
            "the download runs",
            WorkersRig.WaitLimit);
        await rig.StartWorkerAsync("second");

        await first.KillAsync();

        Assert.NotEmpty(rig.Unfinished("first"));
        Assert.Empty(await ArtifactsAsync(rig, video));
        rig.YouTube.Settings = rig.YouTube.Settings with { Media = new() };
        var content = await SucceedsOnceAsync(rig, submission, video);
        Assert.Equal(Size, content.Length);
        using var http = new HttpClient { BaseAddress = rig.YouTube.BaseAddress };
        byte[][] streams = [await StreamAsync(http, video, 140), await StreamAsync(http, video, 251)];
        Assert.Contains(streams, stream => stream.AsSpan().SequenceEqual(content));
        await NothingIsLeftAsync(rig);
    }

    [NeedsKafkaFact("yt-dlp", "ffmpeg", "ffprobe", "sh")]
    public async Task A_worker_is_killed_during_a_conversion_and_the_program_is_ended_too()
    {
        string pids = "";

        // The first run takes half the duration of the video; later runs are as fast as possible.
        await using var rig = await WorkersRig.StartAsync(new(), folder =>
        {
            pids = Path.Combine(folder.Path, "pid");
            var ffmpeg = Scripts.Make(folder, "ffmpeg-first-slow",
                $"if [ -e {pids} ]; then exec ffmpeg \"$@\"; fi\necho $$ > {pids}\nexec ffmpeg -readrate 2 \"$@\"\n");
            return [$"Media:Ffmpeg:Program={ffmpeg}"];
        });
        var first = await rig.StartWorkerAsync("first");
        var submission = await rig.SubmitAsync(new { links = Long, audio = "mp3" });
        await Eventually.TrueAsync(
            () => rig.Unfinished("first").Any(file => file.Extension == ".mp3"),
            "the conversion starts", WorkersRig.WaitLimit);
        await rig.StartWorkerAsync("second");
        await Eventually.TrueAsync(
            () => rig.Unfinished("first").Any(file => file.Extension == ".mp3" && file.Length > 0),
            "a part is converted", WorkersRig.WaitLimit);
        var ffmpeg = int.Parse(await File.ReadAllTextAsync(pids), CultureInfo.InvariantCulture);
        Assert.True(Scripts.Runs(ffmpeg), "The program runs before the worker is killed.");

        await first.KillAsync();

        Assert.Empty(await ArtifactsAsync(rig, Long));
        var probed = await ProbedMedia.OfAsync(await SucceedsOnceAsync(rig, submission, Long));
        Assert.Equal("mp3", probed.Container);
        Assert.InRange(probed.Seconds, 207, 209);
        await NothingIsLeftAsync(rig);
        await Eventually.TrueAsync(
            () => !Scripts.Runs(ffmpeg), "the program of the killed worker is ended", WorkersRig.WaitLimit);
    }

    [NeedsKafkaFact("yt-dlp", "sh")]
    public async Task A_worker_is_killed_during_a_list_and_each_video_is_one_job()
    {
        const int count = 1500;
        string pid = "";

        // The first request for the second part of the list never gets an answer.
        await using var rig = await WorkersRig.StartAsync(new(), folder =>
        {
            pid = Path.Combine(folder.Path, "pid");
            var ytDlp = Scripts.Make(
                folder,
                "yt-dlp-hangs",
                $"case \"$*\" in *1001:*) if [ ! -e {pid} ]; then echo $$ > {pid}; exec sleep 600; fi;; esac\n"
                + "exec yt-dlp \"$@\"\n");
            return [$"Sources:YtDlp:Program={ytDlp}"];
        });
        var first = await rig.StartWorkerAsync("first");
        var submission = await rig.SubmitAsync(new { links = "https://www.youtube.com/playlist?list=PLstand01500" });
        await Eventually.TrueAsync(
            () => File.Exists(pid) && File.ReadAllText(pid).EndsWith('\n'),
            "the second part is requested",
            WorkersRig.WaitLimit);
        await rig.StartWorkerAsync("second");

        await first.KillAsync();

        var killed = await rig.GetAsync($"/submissions/{submission}?limit=1");
        Assert.Equal(1001, killed.GetProperty("counts").GetProperty("total").GetInt32());
        var orphanId = int.Parse(await File.ReadAllTextAsync(pid), CultureInfo.InvariantCulture);
        using (var orphan = Process.GetProcessById(orphanId))
            orphan.Kill();
        var done = await rig.EndOfAsync(submission);
        Assert.Equal(count + 1, done.GetProperty("counts").GetProperty("total").GetInt32());
        Assert.Equal(count + 1, done.GetProperty("counts").GetProperty("succeeded").GetInt32());
        var list = done.GetProperty("jobs")[0];
        Assert.True(list.GetProperty("attempt").GetInt32() > 1, "The list was read again.");
        Assert.Equal(count, list.GetProperty("result").GetProperty("videos").GetInt32());
        Assert.Equal(count, (await VideosOfJobsAsync(rig, submission)).Distinct().Count());
        Assert.Equal(count, rig.YouTube.Requests.Report().Videos.Count);
    }

    /// <summary>Asserts that the job succeeds, and that the artifact is complete whenever it is visible.</summary>
    private static async Task<byte[]> SucceedsOnceAsync(WorkersRig rig, string submission, string video)
    {
        var seen = new List<JsonElement>();
        var done = await rig.EndOfAsync(submission, async () => seen.AddRange(await ArtifactsAsync(rig, video)));
        var job = done.GetProperty("jobs")[0];
        var name = Assert.Single(MediaApp.Artifacts(job));
        var content = await rig.DownloadAsync($"/videos/{video}/artifacts/{name}");

        Assert.True(job.GetProperty("attempt").GetInt32() > 1, "Another attempt was made.");
        Assert.Equal(name, Assert.Single(await ArtifactsAsync(rig, video)).GetProperty("name").GetString());
        Assert.All(seen, artifact => Assert.Equal(content.Length, artifact.GetProperty("length").GetInt64()));
        Assert.Equal([".bin", ".json"], rig.Stored());
        return content;
    }

    /// <summary>Restarts the killed worker, and asserts that it removes its unfinished files.</summary>
    private static async Task NothingIsLeftAsync(WorkersRig rig)
    {
        await rig.LaunchWorkerAsync("first");
        await Eventually.TrueAsync(
            () => rig.Unfinished("first").Length == 0, "the unfinished files of the killed worker are gone",
            WorkersRig.WaitLimit);
        Assert.Empty(rig.Unfinished("second"));
    }

    private static async Task<JsonElement[]> ArtifactsAsync(WorkersRig rig, string video) =>
        [.. (await rig.GetAsync($"/videos/{video}")).GetProperty("artifacts").EnumerateArray()];

    private static async Task<List<string?>> VideosOfJobsAsync(WorkersRig rig, string submission)
    {
        var videos = new List<string?>();
        for (string? next = ""; next is not null;)
        {
            var page = await rig.GetAsync($"/submissions/{submission}?limit=1000&cursor={Uri.EscapeDataString(next)}");
            videos.AddRange(page.GetProperty("jobs").EnumerateArray()
                .Where(job => job.GetProperty("kind").GetString() == "link").Select(
                    job => job.GetProperty("videoId").GetString()));
            next = page.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        return videos;
    }

    private static Task<byte[]> StreamAsync(HttpClient http, string video, int itag) =>
        http.GetByteArrayAsync($"videoplayback?id={video}&itag={itag}&clen={Size}");
}
