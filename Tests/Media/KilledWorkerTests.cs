using System.Globalization;
using System.Text.Json;
using Tests.Kafka;
using Tests.Support;

namespace Tests.Media;

/// <summary>
/// A worker is killed in the middle: another does the job, once, and nothing half made is seen or left.
/// </summary>
[Collection("processes")]
public sealed class KilledWorkerTests
{
    private const int Size = 2_000_000;

    /// <summary>Three and a half minutes of sound.</summary>
    private const string Long = "K4DyBUG242c";

    [NeedsKafkaFact("yt-dlp")]
    public async Task In_the_middle_of_a_download()
    {
        const string video = "standkilled";
        await using var rig = await WorkersRig.StartAsync(
            new() { SyntheticMediaBytes = Size, Media = new() { BytesPerSecond = 20_000 } });
        var first = await rig.StartWorkerAsync("first");
        var submission = await rig.SubmitAsync(new { links = video, audio = "original" });
        await Eventually.TrueAsync(
            () => rig.Unfinished("first").Length > 0 && rig.YouTube.Requests.Of(video).Media > 0,
            "it downloads",
            WorkersRig.WaitLimit);
        await rig.StartWorkerAsync("second");

        await first.KillAsync();

        Assert.NotEmpty(rig.Unfinished("first"));
        Assert.Empty(await ArtifactsAsync(rig, video));
        rig.YouTube.Settings = rig.YouTube.Settings with { Media = new() };
        var whole = await IsDoneOnceAsync(rig, submission, video);
        Assert.Equal(Size, whole.Length);
        using var http = new HttpClient { BaseAddress = rig.YouTube.BaseAddress };
        byte[][] streams = [await StreamAsync(http, video, 140), await StreamAsync(http, video, 251)];
        Assert.Contains(streams, stream => stream.AsSpan().SequenceEqual(whole));
        await NothingIsLeftAsync(rig);
    }

    [NeedsKafkaFact("yt-dlp", "ffmpeg", "ffprobe", "sh")]
    public async Task In_the_middle_of_a_conversion_whose_program_is_ended_too()
    {
        string pids = "";

        // The first run takes as long as the sound plays; others are as fast as they can be.
        await using var rig = await WorkersRig.StartAsync(new(), folder =>
        {
            pids = Path.Combine(folder.Path, "pid");
            var ffmpeg = Scripts.Make(folder, "ffmpeg-first-slow", $"if [ -e {pids} ]; then exec ffmpeg \"$@\"; fi\necho $$ > {pids}\nexec ffmpeg -re \"$@\"\n");
            return [$"Media:Ffmpeg:Program={ffmpeg}"];
        });
        var first = await rig.StartWorkerAsync("first");
        var submission = await rig.SubmitAsync(new { links = Long, audio = "mp3" });
        await Eventually.TrueAsync(
            () => rig.Unfinished("first").Any(file => file.Extension == ".mp3" && file.Length > 0), "it converts", WorkersRig.WaitLimit);
        var ffmpeg = int.Parse(await File.ReadAllTextAsync(pids), CultureInfo.InvariantCulture);
        Assert.True(Scripts.Runs(ffmpeg), "The program runs before the worker is killed.");
        await rig.StartWorkerAsync("second");

        await first.KillAsync();

        Assert.Empty(await ArtifactsAsync(rig, Long));
        var probed = await ProbedMedia.OfAsync(await IsDoneOnceAsync(rig, submission, Long));
        Assert.Equal("mp3", probed.Container);
        Assert.InRange(probed.Seconds, 207, 209);
        await NothingIsLeftAsync(rig);
        await Eventually.TrueAsync(
            () => !Scripts.Runs(ffmpeg), "the program of the killed worker is ended", WorkersRig.WaitLimit);
    }

    [NeedsKafkaFact("yt-dlp", "sh")]
    public async Task In_the_middle_of_a_list_of_which_each_video_is_a_job_once()
    {
        const int count = 1500;
        string pid = "";

        // The first to ask for the second part of the list never hears of it.
        await using var rig = await WorkersRig.StartAsync(new(), folder =>
        {
            pid = Path.Combine(folder.Path, "pid");
            var ytDlp = Scripts.Make(
                folder, "yt-dlp-hangs", $"case \"$*\" in *1001:*) if [ ! -e {pid} ]; then echo $$ > {pid}; exec sleep 600; fi;; esac\nexec yt-dlp \"$@\"\n");
            return [$"Sources:YtDlp:Program={ytDlp}"];
        });
        var first = await rig.StartWorkerAsync("first");
        var submission = await rig.SubmitAsync(new { links = "https://www.youtube.com/playlist?list=PLstand01500" });
        await Eventually.TrueAsync(
            () => File.Exists(pid) && File.ReadAllText(pid).EndsWith('\n'),
            "the second part is asked for",
            WorkersRig.WaitLimit);
        await rig.StartWorkerAsync("second");

        await first.KillAsync();

        Assert.Equal(1001, (await rig.GetAsync($"/submissions/{submission}?limit=1")).GetProperty("counts").GetProperty("total").GetInt32());
        using (var orphan = System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pid), CultureInfo.InvariantCulture)))
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

    /// <summary>Until it is done, an artifact is seen whole or not at all.</summary>
    private static async Task<byte[]> IsDoneOnceAsync(WorkersRig rig, string submission, string video)
    {
        var seen = new List<JsonElement>();
        var done = await rig.EndOfAsync(submission, async () => seen.AddRange(await ArtifactsAsync(rig, video)));
        var job = done.GetProperty("jobs")[0];
        var name = Assert.Single(MediaApp.Artifacts(job));
        var whole = await rig.DownloadAsync($"/videos/{video}/artifacts/{name}");

        Assert.True(job.GetProperty("attempt").GetInt32() > 1, "Another attempt was made.");
        Assert.Equal(name, Assert.Single(await ArtifactsAsync(rig, video)).GetProperty("name").GetString());
        Assert.All(seen, artifact => Assert.Equal(whole.Length, artifact.GetProperty("length").GetInt64()));
        Assert.Equal([".bin", ".json"], rig.Stored());
        return whole;
    }

    /// <summary>The killed worker starts again, and removes what it left.</summary>
    private static async Task NothingIsLeftAsync(WorkersRig rig)
    {
        await rig.StartWorkerAsync("first");
        await Eventually.TrueAsync(
            () => rig.Unfinished("first").Length == 0, "what the killed worker left is gone", WorkersRig.WaitLimit);
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
