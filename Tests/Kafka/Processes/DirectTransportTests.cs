using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tests.Support;

namespace Tests.Kafka.Processes;

/// <summary>Tests the direct transport: over HTTP to a worker, bypassing the queue.</summary>
[Collection(BrokerTests.Name)]
public sealed class DirectTransportTests
{
    [NeedsKafkaFact]
    public async Task Links_go_straight_to_the_workers_and_leave_the_same_documents_and_jobs()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 2, TimeSpan.FromMilliseconds(20));
        await system.Gateway.StopAsync();
        await system.StartGatewayAsync(
            $"Services:Extractor={string.Join(',', system.Workers.Select(worker => worker.Client.BaseAddress))}");

        using var direct = await system.Gateway.Client.PostAsJsonAsync(
            "/links?transport=http", new { links = new[] { "stand000001", "stand000002" } });
        using var earlier = await system.Gateway.Client.PostAsJsonAsync(
            "/links/send-message-axios", new { links = "stand000003" });
        await system.AcceptAsync(4, 1);

        Assert.Equal(0, (await system.AllSucceedAsync(4)).AskedAgain);
        Assert.Equal(HttpStatusCode.OK, direct.StatusCode);
        Assert.Equal(HttpStatusCode.Created, earlier.StatusCode);
        var jobs = (await system.Gateway.GetAsync("/jobs?state=succeeded")).GetProperty("items").EnumerateArray()
            .ToArray();
        Assert.Equal(4, jobs.Length);
        Assert.All(jobs, job => Assert.Equal(1, job.GetProperty("attempt").GetInt32()));
        var videos = (await system.Gateway.GetAsync("/videos")).GetProperty("items").EnumerateArray();
        Assert.Equal(
            ["stand000001", "stand000002", "stand000003", "stand000004"],
            videos.Select(video => video.GetProperty("id").GetString()).Order());
    }

    [NeedsKafkaFact]
    public async Task A_link_that_a_worker_does_not_accept_is_refused_in_a_sentence_that_says_what_to_do()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 1, TimeSpan.FromMilliseconds(20));

        Assert.Equal(
            "\"https://www.youtube.com/playlist?list=PLstand00002\" is a playlist, "
            + "which the direct transport does not expand: send it to the gateway's POST /links.",
            await RefusedAsync("https://www.youtube.com/playlist?list=PLstand00002"));
        Assert.Equal(
            "\"https://www.youtube.com/@standin\" is a channel, "
            + "which the direct transport does not expand: send it to the gateway's POST /links.",
            await RefusedAsync("https://www.youtube.com/@standin"));
        Assert.Equal(
            "\"not a link\" is not a link to one video: correct or remove it.", await RefusedAsync("not a link"));
        Assert.Equal(
            "The body has an unknown member \"color\": the members are \"links\", \"maxAge\", \"audio\", \"video\", "
            + "\"captions\", \"thumbnail\", \"webhook\", and \"priority\".",
            await RefusedBodyAsync(new { links = "stand000001", color = "red" }));
        Assert.Equal(
            "A worker accepts no \"webhook\": send it to the gateway's POST /links.",
            await RefusedBodyAsync(new { links = "stand000001", webhook = "https://example.com/" }));

        Task<string?> RefusedAsync(string link) => RefusedBodyAsync(new { links = new[] { "stand000001", link } });

        async Task<string?> RefusedBodyAsync(object body)
        {
            using var response = await system.Workers[0].Client.PostAsJsonAsync("/links", body);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
        }
    }

    [NeedsKafkaFact]
    public async Task A_worker_responds_with_the_outcome_of_each_link_and_refuses_more_than_its_limit()
    {
        await using var system = await KafkaSystem.StartAsync(
            workers: 1, TimeSpan.FromMilliseconds(20), "Jobs:MaxInFlight=3");
        var worker = system.Workers[0].Client;

        using var answer = await worker.PostAsJsonAsync(
            "/links", new { links = new[] { "stand000001", "stand000002" } });
        // The source holds the next ones, so the worker stays full.
        system.YouTube.Settings = system.YouTube.Settings with { Latency = TimeSpan.FromHours(1) };
        using var leaving = new CancellationTokenSource();
        var held = worker.PostAsJsonAsync(
            "/links", new { links = new[] { "stand000003", "stand000004" } }, leaving.Token);
        await Eventually.TrueAsync(
            () => system.YouTube.Requests.Report().Videos.ContainsKey("stand000003"),
            "the worker asks for a video that is held");
        using var refused = await worker.PostAsJsonAsync(
            "/links", new { links = new[] { "stand000005", "stand000006" } });

        var jobs = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("jobs").EnumerateArray()
            .ToArray();
        Assert.Equal(["Succeeded", "Succeeded"], jobs.Select(job => job.GetProperty("state").GetString()));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
    }
}
