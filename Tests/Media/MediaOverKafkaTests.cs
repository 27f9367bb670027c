using System.Net.Http.Json;
using System.Text.Json;
using StandIn;
using StandIn.Broker;
using Tests.Gateway;
using Tests.Processes;
using Tests.Support;

namespace Tests.Media;

/// <summary>Runs a gateway and a worker as separate processes with Kafka between them.</summary>
[Collection(HostTests.Name)]
public sealed class MediaOverKafkaTests
{
    [NeedsFact("yt-dlp", "ffmpeg", "ffprobe")]
    public async Task A_worker_makes_the_files_of_a_playlist_and_the_gateway_serves_them()
    {
        await using var youTube = await StandInHost.StartAsync(new() { SyntheticMediaBytes = 300_000 });
        using var cluster = new MockCluster(
            new BrokerOptions { FirstRebalanceDelay = TimeSpan.FromMilliseconds(50) });
        using var folder = new TempFolder();
        string[] settings =
        [
            $"Data:Path={folder.Path}", $"ConnectionStrings:kafka={cluster.Brokers}",
            "Sources:Chain=youtube-api, yt-dlp",
            "Sources:YouTubeApi:ApiKey=stand-in", $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}",
            $"Media:BaseAddress={youTube.BaseAddress}",
            .. GatewayApp.YtDlpAt(youTube),
        ];
        await using var gateway = await GatewayProcess.StartAsync(settings);
        await using var worker = await GatewayProcess.StartWorkerAsync(settings);

        using var answer = await gateway.Client.PostAsJsonAsync(
            "/links", new { links = "https://www.youtube.com/playlist?list=PLstand00002", audio = "mp3" });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var done = await Eventually.ValueAsync(
            () => gateway.GetAsync($"/submissions/{id}"), view => view.GetProperty("done").GetBoolean(),
            "the submission is done", TimeSpan.FromMinutes(2));

        var videos = done.GetProperty("jobs").EnumerateArray().Skip(1).ToArray();
        Assert.Equal(2, videos.Length);
        foreach (var job in videos)
        {
            Assert.Equal(["audio.mp3"], MediaApp.Artifacts(job));
            var video = job.GetProperty("videoId").GetString();
            var probed = await ProbedMedia.OfAsync(
                await gateway.Client.GetByteArrayAsync($"/videos/{video}/artifacts/audio.mp3"));
            Assert.Equal(("mp3", $"Stand-in video {video}"), (probed.Container, probed.Title));
        }
    }
}
