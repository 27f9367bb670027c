using Tests.Support;

namespace Tests.Media;

/// <summary>A download that two jobs share goes on while one of them wants it.</summary>
[Collection(ProgramTests.Name)]
public sealed class SharedDownloadTests
{
    private const int Size = 1_000_000;

    [NeedsFact("yt-dlp")]
    public async Task Canceling_the_job_that_started_a_download_leaves_it_to_the_other_one()
    {
        await using var media = await MediaApp.StartAsync(
            new() { SyntheticMediaBytes = Size, Media = new() { BytesPerSecond = 400_000 } },
            "Media:ParallelRanges=1", "Media:MinBytesPerSecond=0");
        var first = await media.SubmitAsync("standshared", new { audio = "original" });
        await Eventually.TrueAsync(
            () => media.App.YouTube.Requests.Of("standshared").Media > 0, "the download starts");
        var second = await media.SubmitAsync("standshared", new { audio = "original" });
        await Eventually.TrueAsync(
            async () => (await JobAsync(media, second)).State == "Running", "the second job joins");
        await Task.Delay(300);

        using var canceled = await media.App.Client.PostAsync(
            new Uri($"/jobs/{(await JobAsync(media, first)).Id}/cancel", UriKind.Relative), null);
        canceled.EnsureSuccessStatusCode();
        var job = await media.EndOfAsync(second);

        Assert.Equal(
            Size, (await media.DownloadAsync("standshared", Assert.Single(MediaApp.Artifacts(job)))).Length);
        Assert.Equal(1, job.GetProperty("attempt").GetInt32());
        Assert.Equal(1, media.App.YouTube.Requests.Of("standshared").Media);
        Assert.Contains(
            job.GetProperty("stages").EnumerateArray(), stage =>
                stage.GetProperty("name").GetString()!.StartsWith("download audio", StringComparison.Ordinal));
        Assert.Empty(media.Unfinished);
    }

    private static async Task<(string Id, string State)> JobAsync(MediaApp media, string submission)
    {
        var job = (await media.App.GetAsync($"/submissions/{submission}")).GetProperty("jobs")[0];
        return (job.GetProperty("id").GetString()!, job.GetProperty("state").GetString()!);
    }
}
