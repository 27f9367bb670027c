using Tests.Support;

namespace Tests.Media;

/// <summary>
/// After network, source, and program failures, no partial file is visible, nothing unfinished is left, and the job
/// ends correctly.
/// </summary>
[Collection(ProgramTests.Name)]
public sealed class MediaFaultTests
{
    private const int Size = 2_000_000;

    [NeedsFact("yt-dlp")]
    public async Task An_address_that_expires_during_a_download_is_renewed()
    {
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = Size, Media = new() { ForbiddenAfter = Size / 2 } },
            "Media:RangeBytes=200000", "Media:ParallelRanges=1");

        var job = await media.RunAsync("standexpire", new { audio = "original" });

        var name = Assert.Single(MediaApp.Artifacts(job));
        Assert.Equal(Size, (await media.DownloadAsync("standexpire", name)).Length);
        Assert.True(media.App.YouTube.Requests.Of("standexpire").Players >= 2, "A new manifest is requested.");
        Assert.Empty(media.Unfinished);
    }

    [NeedsFact("yt-dlp")]
    public async Task Repeatedly_lost_connections_only_take_longer()
    {
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = Size, Media = new() { CutAfter = 150_000, Times = 7 } },
            "Media:RangeBytes=500000");

        var job = await media.RunAsync("standbroken", new { audio = "original" });

        Assert.Equal(Size, (await media.DownloadAsync("standbroken", Assert.Single(MediaApp.Artifacts(job)))).Length);
        Assert.Empty(media.Unfinished);
    }

    [NeedsTheory("yt-dlp")]
    [InlineData(1000)]
    [InlineData(-1000)]
    public async Task A_stream_whose_length_differs_from_the_announced_one_is_not_stored(int difference)
    {
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = Size, Media = new() { WrongLengthBy = difference } }, "Jobs:MaxAttempts=2");

        var job = await media.RunAsync("standlength", new { audio = "original" });

        Assert.Equal("Failed", job.GetProperty("state").GetString());
        Assert.Contains(
            "length", job.GetProperty("failure").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty((await media.App.GetAsync("/videos/standlength")).GetProperty("artifacts").EnumerateArray());
        Assert.Empty(media.Unfinished);
    }

    [NeedsFact("yt-dlp")]
    public async Task A_file_above_the_limit_is_refused_before_a_byte_is_downloaded()
    {
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = Size }, $"Media:MaxBytes={Size - 1}");

        var job = await media.RunAsync("standlarge1", new { audio = "original" });

        Assert.Equal("Failed", job.GetProperty("state").GetString());
        Assert.Contains(
            "Media:MaxBytes", job.GetProperty("failure").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, media.App.YouTube.Requests.Of("standlarge1").Media);
    }

    [NeedsFact("yt-dlp")]
    public async Task Without_ffmpeg_only_conversions_fail()
    {
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = Size }, "Media:Ffmpeg:Program=no-such-ffmpeg");

        var mp3 = await media.RunAsync("standffmpeg", new { audio = "mp3" });
        var asked = media.App.YouTube.Requests.Of("standffmpeg").Media;
        var original = await media.RunAsync("standffmpeg", new { audio = "original" });
        var m4a = await media.RunAsync("standffmpeg", new { audio = "m4a" });

        Assert.Equal("Failed", mp3.GetProperty("state").GetString());
        Assert.Contains(
            "install ffmpeg", mp3.GetProperty("failure").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, asked);
        Assert.Single(MediaApp.Artifacts(original));
        Assert.Equal(["audio.m4a"], MediaApp.Artifacts(m4a));
    }

    [NeedsFact("yt-dlp", "sh")]
    public async Task An_ffmpeg_that_hangs_is_killed_with_its_children()
    {
        using var folder = new TempFolder();
        var pids = Path.Combine(folder.Path, "pids");
        var program = Scripts.Make(folder, "ffmpeg", $"sleep 600 &\necho $$ > {pids}\necho $! >> {pids}\nwait\n");
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = Size }, $"Media:Ffmpeg:Program={program}", "Media:Ffmpeg:Timeout=00:00:01",
            "Jobs:MaxAttempts=1");

        var job = await media.RunAsync("standhang01", new { audio = "mp3" });

        Assert.Equal("Failed", job.GetProperty("state").GetString());
        Assert.Contains(
            "did not finish within",
            job.GetProperty("failure").GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        await Eventually.TrueAsync(
            () => File.ReadAllLines(pids)
                .All(pid => !Scripts.Runs(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture))),
            "the program and its child have exited");
        Assert.Empty(media.Unfinished);
    }

    [NeedsFact("yt-dlp", "sh")]
    public async Task A_job_that_is_canceled_while_ffmpeg_runs_leaves_nothing()
    {
        using var folder = new TempFolder();
        var pids = Path.Combine(folder.Path, "pids");
        var program = Scripts.Make(folder, "ffmpeg", $"echo $$ > {pids}\nexec sleep 600\n");
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = Size }, $"Media:Ffmpeg:Program={program}",
            "Jobs:Lease=00:00:01", "Jobs:LeaseRenewal=00:00:00.2");
        var submission = await media.SubmitAsync("standcancel", new { audio = "mp3" });
        await Eventually.TrueAsync(
            () => File.Exists(pids) && File.ReadAllText(pids).EndsWith('\n'), "ffmpeg runs", TimeSpan.FromSeconds(60));
        var job = (await media.App.GetAsync($"/submissions/{submission}")).GetProperty("jobs")[0].GetProperty("id")
            .GetString();

        (await media.App.Client.PostAsync($"/jobs/{job}/cancel", null)).EnsureSuccessStatusCode();

        await Eventually.TrueAsync(
            () => !Scripts.Runs(int.Parse(File.ReadAllText(pids), System.Globalization.CultureInfo.InvariantCulture))
                && media.Unfinished.Length == 0,
            "the program has exited and its files are gone");
        Assert.Empty((await media.App.GetAsync("/videos/standcancel")).GetProperty("artifacts").EnumerateArray());
    }
}
