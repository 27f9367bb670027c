using System.Text;
using System.Text.Json;
using StandIn.Requests;
using StandIn.Settings;
using Tables;
using Tests.Files;
using Tests.Spreadsheets;
using Tests.Support;

namespace Tests.Media;

[Collection(ProgramTests.Name)]
public sealed class PartialSuccessTests
{
    [NeedsFact("yt-dlp")]
    public async Task What_can_be_made_is_kept_and_the_rest_is_named_with_its_reason()
    {
        await using var media = await MediaApp.StartAsync(
            new StandInSettings { SyntheticMediaBytes = 300_000 }, "Media:MaxBytes=1024");

        var job = await media.RunAsync(
            "standpart01", new { audio = "original", captions = new[] { "en" }, thumbnail = true });

        Assert.Equal(["thumbnail.jpg", "captions.en.srt"], MediaApp.Artifacts(job));
        Assert.StartsWith("audio-original is missing: ", Missing(job), StringComparison.Ordinal);
        Assert.Contains("Media:MaxBytes", Missing(job), StringComparison.Ordinal);
        Assert.Contains(
            "-->", Encoding.UTF8.GetString(await media.DownloadAsync("standpart01", "captions.en.srt")),
            StringComparison.Ordinal);
    }

    [NeedsFact("yt-dlp")]
    public async Task A_part_that_fails_until_the_last_attempt_does_not_take_the_others_with_it()
    {
        await using var media = await MediaApp.StartAsync(
            new StandInSettings
            {
                SyntheticMediaBytes = 300_000,
                Routes = new Dictionary<SourceRoute, RouteSettings>
                {
                    [SourceRoute.Captions] = new() { Errors = new ErrorRates { ServerError = 1 } },
                },
            },
            "Jobs:MaxAttempts=2", "Jobs:RetryBaseDelay=00:00:00.1", "Jobs:RelayInterval=00:00:00.2");

        var job = await media.RunAsync("standpart02", new { audio = "original", captions = new[] { "en" } });

        Assert.StartsWith("audio-original.", Assert.Single(MediaApp.Artifacts(job)), StringComparison.Ordinal);
        Assert.StartsWith("captions.en.srt is missing: ", Missing(job), StringComparison.Ordinal);
        Assert.Equal(2, job.GetProperty("attempt").GetInt32());
        Assert.Equal(1, media.App.YouTube.Requests.AnsweredOn(SourceRoute.Media));
        Assert.Equal(0, (await media.App.GetAsync("/dead-letters")).GetProperty("items").GetArrayLength());
    }

    [NeedsFact("yt-dlp")]
    public async Task Tables_name_what_is_missing()
    {
        await using var media = await MediaApp.StartAsync(
            new StandInSettings { SyntheticMediaBytes = 300_000 }, "Media:MaxBytes=1024");

        var links = Encoding.UTF8.GetBytes("note,video\nfirst,standpart04\n");
        var id = await media.App.RunAsync("/files?kind=links&audio=original&captions=en", links);
        var result = await media.App.ResultAsync(id);
        var export = TableFiles.ReadTexts(
            await media.App.Client.GetByteArrayAsync($"/submissions/{id}/export?format=csv"),
            new TableOptions(Separator: ','));

        Assert.Equal(["succeeded", "captions.en.srt"], [result[1][7], result[1][9]]);
        Assert.StartsWith("audio-original is missing: ", result[1][8], StringComparison.Ordinal);
        var row = Assert.Single(export, row => row[1] == "standpart04");
        Assert.Contains(row, cell => cell.StartsWith("audio-original is missing: ", StringComparison.Ordinal));
    }

    [NeedsFact("yt-dlp")]
    public async Task Without_a_single_artifact_the_job_fails()
    {
        await using var media = await MediaApp.StartAsync(
            new StandInSettings { SyntheticMediaBytes = 300_000 }, "Media:MaxBytes=1024");

        var job = await media.RunAsync("standpart03", new { audio = "original", captions = new[] { "ko" } });

        Assert.Equal("Failed", job.GetProperty("state").GetString());
        Assert.Equal("too-large", job.GetProperty("failure").GetProperty("code").GetString());
    }

    private static string Missing(JsonElement job) =>
        Assert.Single(job.GetProperty("result").GetProperty("missing").EnumerateArray()).GetString()!;
}
