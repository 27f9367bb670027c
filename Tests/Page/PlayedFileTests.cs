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

/// <summary>Files that were really downloaded and converted are played by a browser, out of the gateway's ranges.</summary>
[Collection(PageTestGroup.Name)]
public sealed class PlayedFileTests(PageBrowser browser)
{
    /// <summary>Eleven seconds.</summary>
    private const string Short = "tjz2u2DiveM";

    /// <summary>Twelve minutes: more than a browser fetches ahead.</summary>
    private const string Long = "M4gD1WSo5mA";

    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(120);

    [NeedsTheory(PageBrowser.Program, "yt-dlp", "ffmpeg")]
    [InlineData("""{"audio":"mp3"}""", "audio.mp3")]
    [InlineData("""{"audio":"m4a"}""", "audio.m4a")]
    [InlineData("""{"audio":"opus"}""", "audio.opus")]
    public async Task Sound_that_was_downloaded_is_heard(string wanted, string name)
    {
        await using var app = await StartAsync();
        var ranges = await MakeAsync(app, Short, wanted, name);

        var player = await OpenAsync(app, Short, "audio", seconds: 11);
        await PlayAsync(player, from: 0);
        await PlayAsync(player, from: 8);

        await IsHeardAsync(player);
        Assert.NotEmpty(ranges);
        Assert.All(ranges, range => Assert.Equal(206, range.Status));
        Assert.Empty(app.Wrong);
    }

    [NeedsTheory(PageBrowser.Program, "yt-dlp", "ffmpeg")]
    [InlineData("""{"video":"mp4"}""", "video.mp4", 480)]
    [InlineData("""{"video":"webm"}""", "video.webm", 480)]
    [InlineData("""{"video":{"format":"mp4","maxHeight":144}}""", "video-144p.mp4", 144)]
    public async Task A_picture_that_was_downloaded_is_seen_with_its_sound(string wanted, string name, int height)
    {
        await using var app = await StartAsync();
        var ranges = await MakeAsync(app, Short, wanted, name);

        var player = await OpenAsync(app, Short, "video", seconds: 11);
        await PlayAsync(player, from: 0);
        var shown = await FramesAsync(player);
        await PlayAsync(player, from: 8);
        await Eventually.TrueAsync(async () => await FramesAsync(player) > shown, "more pictures are shown", WaitLimit);

        Assert.True(shown > 0, "Pictures are shown.");
        Assert.Equal(height, await player.EvaluateAsync<int>("(media) => media.videoHeight"));
        Assert.True(await player.EvaluateAsync<int>("(media) => media.videoWidth") > 0, "The picture has a width.");
        await IsHeardAsync(player);
        Assert.NotEmpty(ranges);
        Assert.All(ranges, range => Assert.Equal(206, range.Status));
        Assert.Empty(app.Wrong);
    }

    [NeedsFact(PageBrowser.Program, "yt-dlp", "ffmpeg")]
    public async Task A_jump_is_answered_from_where_it_goes()
    {
        await using var app = await StartAsync();
        var ranges = await MakeAsync(app, Long, """{"audio":"mp3"}""", "audio.mp3");

        var player = await OpenAsync(app, Long, "audio", seconds: 721);
        await PlayAsync(player, from: 600);

        await Eventually.TrueAsync(
            () => ranges.Any(range => range.Status == 206 && range.From > range.Length / 2), "a range from beyond the middle is answered", WaitLimit);
        Assert.True(await player.EvaluateAsync<bool>("(media) => media.played.start(0) >= 599"), "Nothing before the jump was played.");
        Assert.Empty(app.Wrong);
    }

    private Task<PageApp> StartAsync() => PageApp.StartAsync(browser, null, "Sources:Chain=youtube-api, yt-dlp");

    /// <returns>What the browser is answered when it asks for the file, from now on.</returns>
    private static async Task<ConcurrentQueue<FileAnswer>> MakeAsync(PageApp app, string video, string wanted, string name)
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
            () => app.Gateway.GetAsync($"/submissions/{id}"), view => view.GetProperty("done").GetBoolean(), "the file is made", WaitLimit);
        Assert.Equal([name], MediaApp.Artifacts(done.GetProperty("jobs")[0]));
        return answers;
    }

    private static async Task<ILocator> OpenAsync(PageApp app, string video, string element, int seconds)
    {
        await app.OpenAsync($"#/library?video={video}");
        var player = app.Page.Locator($".player {element}");
        await Expect(player).ToHaveCountAsync(1);
        await Eventually.TrueAsync(
            () => player.EvaluateAsync<bool>("(media, seconds) => Math.abs(media.duration - seconds) < 1", seconds), "its length is known", WaitLimit);
        return player;
    }

    /// <summary>Jumps, and waits until it has played on from there.</summary>
    private static async Task PlayAsync(ILocator player, int from)
    {
        await player.EvaluateAsync("(media, from) => { media.muted = true; media.currentTime = from; return media.play(); }", from);
        await Eventually.TrueAsync(
            () => player.EvaluateAsync<bool>("(media, from) => media.currentTime > from + 0.3 && !media.error", from), $"it plays on from {from} s", WaitLimit);
    }

    private static Task IsHeardAsync(ILocator player) => Eventually.TrueAsync(
        () => player.EvaluateAsync<bool>("(media) => media.webkitAudioDecodedByteCount > 0"), "sound is decoded", WaitLimit);

    private static Task<int> FramesAsync(ILocator player) =>
        player.EvaluateAsync<int>("(media) => media.getVideoPlaybackQuality().totalVideoFrames");

    /// <param name="Status">200 for the whole, 206 for a part.</param>
    /// <param name="From">The first byte of the part.</param>
    /// <param name="Length">Of the whole file.</param>
    private sealed record FileAnswer(int Status, long From, long Length)
    {
        /// <summary>Reads <c>bytes 100-199/200</c>.</summary>
        public static FileAnswer Of(IResponse response) =>
            response.Headers.GetValueOrDefault("content-range")?.Split(' ', '-', '/') is ["bytes", var from, _, var length]
                ? new(response.Status, long.Parse(from, CultureInfo.InvariantCulture), long.Parse(length, CultureInfo.InvariantCulture))
                : new(response.Status, 0, 0);
    }
}
