using System.Text.Json;
using StandIn;
using Tests.Support;

namespace Tests.StandIn;

[Collection(ProgramTests.Name)]
public sealed class YtDlpTests
{
    [NeedsTheory("yt-dlp")]
    [InlineData("M4gD1WSo5mA", "William Fisher, CopyrightX: Lecture 3.2, The Subject Matter of Copyright: Drama and choreography", 721, "The Berkman Klein Center for Internet & Society", "20150127", 12916,
        8)]
    [InlineData("cJ9to6EmElQ", "Merci pour les 3 millions d'abonnés 🎉| ARTE", 45, "ARTE", "20230707", 70500, 22)]
    [InlineData("K4DyBUG242c", "Cartoon, Jéja - On & On (feat. Daniel Levi) | Electronic Pop | NCS - Copyright Free Music", 208, "NoCopyrightSounds", "20150709", 559590608,
        15)]
    [InlineData("tjz2u2DiveM", "dog", 11, "Jony Tube", "20190522", 142650, 13)]
    public async Task It_reads_what_was_recorded(
        string id, string title, int seconds, string uploader, string date, long views, int formats)
    {
        await using var standIn = await StandInHost.StartAsync();

        var (exitCode, output, errors) = await RunAsync(standIn, id, "-J");

        Assert.True(exitCode == 0, errors);
        var video = JsonDocument.Parse(output).RootElement;
        Assert.Equal(
            (title, seconds, uploader, date, views, formats),
            (video.GetProperty("title").GetString()!, video.GetProperty("duration").GetInt32(),
                video.GetProperty("uploader").GetString()!,
                video.GetProperty("upload_date").GetString()!, video.GetProperty("view_count").GetInt64(),
                video.GetProperty("formats").GetArrayLength()));
        Assert.Equal(1, standIn.Requests.Of(id).Asked);
    }

    [NeedsTheory("yt-dlp")]
    [InlineData("8VajtrESJzA", "This video is private")]
    [InlineData("sMJ8bRN2dak", "This video is only available to Music Premium members")]
    [InlineData("it3OtbTxQk0", "This video is not available")]
    [InlineData("zzzzzzzzzzz", "This video is unavailable")]
    public async Task It_gives_the_recorded_reason(string id, string reason)
    {
        await using var standIn = await StandInHost.StartAsync();

        var (exitCode, _, errors) = await RunAsync(standIn, id, "-J");

        Assert.Equal(1, exitCode);
        Assert.Contains($"ERROR: [youtube] {id}: {reason}", errors, StringComparison.Ordinal);
    }

    [NeedsFact("yt-dlp", "ffmpeg", "ffprobe")]
    public async Task It_downloads_and_joins_sound_and_picture()
    {
        await using var standIn = await StandInHost.StartAsync();
        var folder = Directory.CreateTempSubdirectory("stand-in-tests-");
        try
        {
            var file = Path.Combine(folder.FullName, "out.mp4");

            var (exitCode, _, errors) = await RunAsync(
                standIn, "tjz2u2DiveM", "-f", "160+140", "--no-cache-dir", "-o", file);

            Assert.True(exitCode == 0, errors);
            var probe = await Probe.RunAsync(
                "ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "default=nk=1:nw=1", file);
            Assert.Equal("h264\naac\n", probe.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<(
        int ExitCode,
        string Output,
        string Errors)> RunAsync(StandInHost standIn,
        string id,
        params string[] arguments) =>
        Probe.RunAsync("yt-dlp",
        [
            "--ignore-config", "--no-check-certificates", "--proxy", standIn.ProxyAddress.ToString(),
            "--extractor-args", "youtube:player_client=android;player_skip=webpage,configs,js",
            .. arguments, "--", $"https://www.youtube.com/watch?v={id}",
        ]);
}
