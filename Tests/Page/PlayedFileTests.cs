using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Tests.Media;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Page;

/// <summary>Plays files that were actually downloaded and converted, through the gateway's range requests.</summary>
[Collection(PageTestGroup.Name)]
public sealed class PlayedFileTests(PageBrowser browser)
{
    /// <summary>A video of 11 seconds.</summary>
    private const string Short = "tjz2u2DiveM";

    /// <summary>A video of 12 minutes, more than a browser buffers.</summary>
    private const string Long = "M4gD1WSo5mA";

    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(120);

    [NeedsTheory(PageBrowser.Program, "yt-dlp", "ffmpeg")]
    [InlineData("""{"audio":"mp3"}""", "audio.mp3")]
    [InlineData("""{"audio":"m4a"}""", "audio.m4a")]
    [InlineData("""{"audio":"opus"}""", "audio.opus")]
    public async Task Downloaded_audio_is_audible(string wanted, string name)
    {
        await using var app = await StartAsync();
        var ranges = await MakeAsync(app, Short, wanted, name);

        var player = await OpenAsync(app, Short, "audio", seconds: 11);
        await PlayAsync(player, from: 0);
        await PlayAsync(player, from: 8);

        await ExpectAudioAsync(player);
        Assert.NotEmpty(ranges);
        Assert.All(ranges, range => Assert.Equal(206, range.Status));
        Assert.Empty(app.Errors);
    }

    [NeedsTheory(PageBrowser.Program, "yt-dlp", "ffmpeg")]
    [InlineData("""{"video":"mp4"}""", "video.mp4", 480)]
    [InlineData("""{"video":"webm"}""", "video.webm", 480)]
    [InlineData("""{"video":{"format":"mp4","maxHeight":144}}""", "video-144p.mp4", 144)]
    public async Task Downloaded_video_plays_with_its_audio(string wanted, string name, int height)
    {
        await using var app = await StartAsync();
        var ranges = await MakeAsync(app, Short, wanted, name);

        var player = await OpenAsync(app, Short, "video", seconds: 11);
        await PlayAsync(player, from: 0);
        var shown = await FramesAsync(player);
        await PlayAsync(player, from: 8);
        await Eventually.TrueAsync(async () => await FramesAsync(player) > shown, "more frames are shown", WaitLimit);

        Assert.True(shown > 0, "Frames are shown.");
        Assert.Equal(height, await player.EvaluateAsync<int>("(media) => media.videoHeight"));
        Assert.True(await player.EvaluateAsync<int>("(media) => media.videoWidth") > 0, "The video has a width.");
        await ExpectAudioAsync(player);
        Assert.NotEmpty(ranges);
        Assert.All(ranges, range => Assert.Equal(206, range.Status));
        Assert.Empty(app.Errors);
    }

    [NeedsFact(PageBrowser.Program, "yt-dlp", "ffmpeg")]
    public async Task A_seek_is_answered_with_a_range_from_its_target()
    {
        await using var app = await StartAsync();
        var ranges = await MakeAsync(app, Long, """{"audio":"mp3"}""", "audio.mp3");

        var player = await OpenAsync(app, Long, "audio", seconds: 721);
        await PlayAsync(player, from: 600);

        await Eventually.TrueAsync(
            () => ranges.Any(range => range.Status == 206 && range.From > range.Length / 2),
            "a range beyond the middle is answered",
            WaitLimit);
        var isFromTarget = await player.EvaluateAsync<bool>("(media) => media.played.start(0) >= 599");
        Assert.True(isFromTarget, "Nothing before the target was played.");
        Assert.Empty(app.Errors);
    }

    private Task<PageApp> StartAsync() => PageApp.StartAsync(browser, null, "Sources:Chain=youtube-api, yt-dlp");

    /// <returns>The responses to the browser's requests for the file from now on.</returns>
    private static async Task<ConcurrentQueue<FileAnswer>> MakeAsync(
        PageApp app, string video, string wanted, string name)
    {
        var answers = new ConcurrentQueue<FileAnswer>();
        app.Page.Response += (_, response) =>
        {
            if (response.Url.EndsWith($"/{name}", StringComparison.Ordinal))
                answers.Enqueue(FileAnswer.Of(response));
        };
        var body = JsonNode.Parse(wanted)!.AsObject();
        body["links"] = video;
        using var accepted = await app.Gateway.Client.PostAsJsonAsync("/links", body);
        var id = (await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var done = await Eventually.ValueAsync(
            () => app.Gateway.GetAsync($"/submissions/{id}"),
            view => view.GetProperty("done").GetBoolean(),
            "the file is made",
            WaitLimit);
        Assert.Equal([name], MediaApp.Artifacts(done.GetProperty("jobs")[0]));
        return answers;
    }

    private static async Task<ILocator> OpenAsync(PageApp app, string video, string element, int seconds)
    {
        await app.OpenAsync($"#/library?video={video}");
        var player = app.Page.Locator($".player {element}");
        await Expect(player).ToHaveCountAsync(1);
        await Eventually.TrueAsync(
            () => player.EvaluateAsync<bool>("(media, seconds) => Math.abs(media.duration - seconds) < 1", seconds),
            "the duration is known",
            WaitLimit);
        return player;
    }

    /// <summary>Seeks, and waits until the player has played on from there.</summary>
    private static async Task PlayAsync(ILocator player, int from)
    {
        await player.EvaluateAsync(
            "(media, from) => { media.muted = true; media.currentTime = from; return media.play(); }", from);
        await Eventually.TrueAsync(
            () => player.EvaluateAsync<bool>("(media, from) => media.currentTime > from + 0.3 && !media.error", from),
            $"it plays on from {from} s",
            WaitLimit);
    }

    private static Task ExpectAudioAsync(ILocator player) => Eventually.TrueAsync(
        () => player.EvaluateAsync<bool>("(media) => media.webkitAudioDecodedByteCount > 0"),
        "audio is decoded",
        WaitLimit);

    private static Task<int> FramesAsync(ILocator player) =>
        player.EvaluateAsync<int>("(media) => media.getVideoPlaybackQuality().totalVideoFrames");

    /// <param name="Status">200 for the whole file, 206 for a range.</param>
    /// <param name="From">The first byte of the range.</param>
    /// <param name="Length">The length of the whole file.</param>
    private sealed record FileAnswer(int Status, long From, long Length)
    {
        /// <summary>Parses a header such as <c>bytes 100-199/200</c>.</summary>
        public static FileAnswer Of(IResponse response)
        {
            var header = response.Headers.GetValueOrDefault("content-range");
            return header?.Split(' ', '-', '/') is ["bytes", var from, _, var length]
                ? new(response.Status, Number(from), Number(length))
                : new(response.Status, 0, 0);
        }

        private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
