using System.Text;
using System.Text.Json.Nodes;
using StandIn.Requests;
using Tests.Support;

namespace Tests.Media;

/// <summary>Makes files from links, through HTTP, yt-dlp, the stand-in's streams, and ffmpeg.</summary>
[Collection(ProgramTests.Name)]
public sealed class MakingTests
{
    private const string Dog = "tjz2u2DiveM";
    private const string French = "cJ9to6EmElQ";

    [NeedsTheory("yt-dlp", "ffmpeg", "ffprobe")]
    [InlineData("""{"audio":"mp3"}""", "audio.mp3", "mp3", "mp3", null, true)]
    [InlineData("""{"audio":{"format":"mp3","bitrate":64}}""", "audio-64k.mp3", "mp3", "mp3", null, true)]
    [InlineData("""{"audio":"m4a"}""", "audio.m4a", "mov,mp4,m4a,3gp,3g2,mj2", "aac", null, true)]
    [InlineData("""{"audio":"opus"}""", "audio.opus", "ogg", "opus", null, false)]
    [InlineData("""{"video":"mp4"}""", "video.mp4", "mov,mp4,m4a,3gp,3g2,mj2", "h264,aac", 480, false)]
    [InlineData("""{"video":"webm"}""", "video.webm", "matroska,webm", "vp9,opus", 480, false)]
    [InlineData(
        """{"video":{"format":"mp4","maxHeight":144}}""",
        "video-144p.mp4", "mov,mp4,m4a,3gp,3g2,mj2", "h264,aac", 144, false)]
    public async Task A_file_has_the_requested_form(
        string options, string name, string container, string codecs, int? height, bool hasCover)
    {
        await using var media = await MediaApp.StartAsync();

        var job = await media.RunAsync(Dog, JsonNode.Parse(options)!);
        var probed = await ProbedMedia.OfAsync(await media.DownloadAsync(Dog, Assert.Single(MediaApp.Artifacts(job))));

        Assert.Equal([name], MediaApp.Artifacts(job));
        Assert.Equal((container, codecs), (probed.Container, string.Join(',', probed.Codecs)));
        Assert.InRange(probed.Seconds, 10.5, 11.5);
        Assert.Equal(("dog", "Jony Tube"), (probed.Title, probed.Artist));
        Assert.Equal((height, hasCover), (probed.Height, probed.HasCover));
        Assert.Empty(media.Unfinished);
    }

    [NeedsFact("yt-dlp", "ffmpeg", "ffprobe")]
    public async Task An_original_is_the_stream_byte_for_byte()
    {
        await using var media = await MediaApp.StartAsync();

        var job = await media.RunAsync(Dog, new { audio = "original" });
        var content = await media.DownloadAsync(Dog, Assert.Single(MediaApp.Artifacts(job)));

        using var http = new HttpClient { BaseAddress = media.App.YouTube.BaseAddress };
        var itag = MediaApp.Artifacts(job)[0].EndsWith(".m4a", StringComparison.Ordinal) ? 140 : 251;
        Assert.Equal(
            await http.GetByteArrayAsync($"videoplayback?id={Dog}&itag={itag}&clen={content.Length}"), content);
    }

    [NeedsFact("yt-dlp", "ffmpeg", "ffprobe")]
    public async Task A_title_in_any_script_is_in_the_tags()
    {
        await using var media = await MediaApp.StartAsync();

        var job = await media.RunAsync(French, new { audio = "mp3" });
        var probed = await ProbedMedia.OfAsync(await media.DownloadAsync(French, "audio.mp3"));

        Assert.Equal(["audio.mp3"], MediaApp.Artifacts(job));
        Assert.Equal("Merci pour les 3 millions d'abonnés 🎉| ARTE", probed.Title);
    }

    [NeedsTheory("yt-dlp")]
    [InlineData("srt", "captions.en.srt",
        "1\n00:00:00,000 --> 00:00:03,000\nLine 1 of “Stand-in video standabcdef” <en> & more\n\n2\n00:00:03,000 --> ")]
    [InlineData("vtt", "captions.en.vtt",
        "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\nLine 1 of “Stand-in video standabcdef” &lt;en&gt; &amp; more\n\n")]
    [InlineData("txt", "captions.en.txt", "Line 1 of “Stand-in video standabcdef” <en> & more\nLine 2 of ")]
    public async Task Captions_have_the_requested_format(string format, string name, string beginning)
    {
        await using var media = await MediaApp.StartAsync();

        var job = await media.RunAsync("standabcdef", new { captions = new { languages = new[] { "en" }, format } });
        var text = Encoding.UTF8.GetString(await media.DownloadAsync("standabcdef", name));

        Assert.Equal([name], MediaApp.Artifacts(job));
        Assert.StartsWith(beginning, text, StringComparison.Ordinal);
    }

    [NeedsFact("yt-dlp")]
    public async Task A_missing_language_is_named_and_fails_nothing()
    {
        await using var media = await MediaApp.StartAsync();

        var job = await media.RunAsync("standabcdef", new { captions = new[] { "en", "ko" }, thumbnail = true });

        Assert.Equal(["thumbnail.jpg", "captions.en.srt"], MediaApp.Artifacts(job));
        Assert.Equal(
            "The video has no captions in \"ko\".", job.GetProperty("result").GetProperty("missing")[0].GetString());
        Assert.Equal([0xFF, 0xD8, 0xFF], (await media.DownloadAsync("standabcdef", "thumbnail.jpg"))[..3]);
    }

    [NeedsFact("yt-dlp")]
    public async Task Concurrent_requests_download_and_store_once()
    {
        await using var media = await MediaApp.StartAsync(new() { SyntheticMediaBytes = 300_000 });

        var submissions = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => media.SubmitAsync("standonce01", new { audio = "original" })));
        var jobs = await Task.WhenAll(submissions.Select(media.EndOfAsync));
        var asked = media.App.YouTube.Requests.AskedOn(SourceRoute.Media);
        var again = await media.RunAsync("standonce01", new { audio = "original" });

        Assert.All(jobs.Append(again), job => Assert.Equal(MediaApp.Artifacts(jobs[0]), MediaApp.Artifacts(job)));
        Assert.Equal(1, media.App.YouTube.Requests.AnsweredOn(SourceRoute.Media));
        Assert.Equal(asked, media.App.YouTube.Requests.AskedOn(SourceRoute.Media));
        Assert.Single((await media.App.GetAsync("/videos/standonce01")).GetProperty("artifacts").EnumerateArray());
    }

    [NeedsFact("yt-dlp")]
    public async Task A_private_video_has_its_reason_and_no_file()
    {
        await using var media = await MediaApp.StartAsync();

        var job = await media.RunAsync("8VajtrESJzA", new { audio = "original" });

        Assert.Equal("Failed", job.GetProperty("state").GetString());
        Assert.Equal("Unavailable", job.GetProperty("failure").GetProperty("kind").GetString());
        Assert.Empty(media.Unfinished);
    }
}
