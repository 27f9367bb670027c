using System.Net;
using System.Net.Http.Json;
using StandIn;
using StandIn.Settings;
using Tests.Support;

namespace Tests.Processes;

[Collection(HostTests.Name)]
public sealed class CrashTests
{
    private const int Kills = 10;
    private const int Requests = 20;
    private const int LinksPerRequest = 50;
    private const int MaxInFlight = 8;

    [Fact]
    public async Task No_accepted_link_is_lost_and_none_is_done_twice_however_often_the_process_is_killed()
    {
        await using var youTube = await StandInHost.StartAsync(
            new StandInSettings { Latency = TimeSpan.FromMilliseconds(40) });
        using var folder = new TempFolder();
        string[] settings =
        [
            $"Data:Path={folder.Path}", "Sources:Chain=youtube-api", "Sources:YouTubeApi:ApiKey=stand-in",
            $"Sources:YouTubeApi:BaseAddress={youTube.BaseAddress}", "Sources:YouTubeApi:RequestsPerMinute=1000000",
            $"Jobs:MaxInFlight={MaxInFlight}", "Jobs:RelayInterval=00:00:00.2", "Logging:LogLevel:Extraction=Warning",
        ];
        var random = new Random(20260301);
        var accepted = new HashSet<int>();

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var gateway = await GatewayProcess.StartAsync(settings);
            using var killed = new CancellationTokenSource();
            var submitting = SubmitAsync(gateway.Client, accepted, upTo: (kill + 1) * Requests / Kills, killed.Token);

            // A random moment: early kills hit the acceptance, late ones the jobs.
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 600)));
            await gateway.KillAsync();
            await killed.CancelAsync();
            await submitting;
        }

        await using var last = await GatewayProcess.StartAsync(settings);
        await SubmitAsync(last.Client, accepted, Requests, CancellationToken.None);
        var counts = await Eventually.ValueAsync(
            async () => (await last.GetAsync("/status")).GetProperty("counts"),
            counts => counts.GetProperty("succeeded").GetInt32() == counts.GetProperty("total").GetInt32(),
            "every job succeeds", TimeSpan.FromMinutes(2));

        Assert.Equal(Requests * LinksPerRequest, counts.GetProperty("total").GetInt32());
        Assert.Equal(Requests * LinksPerRequest, await CountVideosAsync(last));
        var report = youTube.Requests.Report();
        Assert.Equal(Requests * LinksPerRequest, report.Videos.Count);
        Assert.InRange(report.Videos.Values.Sum(video => video.Asked) - report.Videos.Count, 0, Kills * MaxInFlight);
    }

    /// <summary>Submits like a careful client: repeats requests without a response, with the same key.</summary>
    private static async Task SubmitAsync(HttpClient client, HashSet<int> accepted, int upTo, CancellationToken killed)
    {
        for (var request = 0; request < upTo && !killed.IsCancellationRequested; request++)
        {
            if (accepted.Contains(request))
                continue;

            using var post = new HttpRequestMessage(HttpMethod.Post, "/links");
            post.Headers.Add("Idempotency-Key", $"request-{request}");
            post.Content = JsonContent.Create(new
            {
                links = Enumerable.Range(request * LinksPerRequest, LinksPerRequest).Select(i => $"stand{i:000000}"),
            });
            try
            {
                using var response = await client.SendAsync(post, killed);
                Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
                accepted.Add(request);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                // Without a response the outcome is unknown: the request is repeated to the next process.
                return;
            }
        }
    }

    private static async Task<int> CountVideosAsync(GatewayProcess gateway)
    {
        var ids = new HashSet<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await gateway.GetAsync($"/videos?limit=1000&cursor={Uri.EscapeDataString(next)}");
            foreach (var video in page.GetProperty("items").EnumerateArray())
                Assert.True(ids.Add(video.GetProperty("id").GetString()!), "A video is listed twice.");
            next = page.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        return ids.Count;
    }
}
