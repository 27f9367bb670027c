using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tests.Kafka.Processes;

/// <summary>Past the queue: over HTTP, straight to a worker.</summary>
[Collection("processes")]
public sealed class DirectWayTests
{
    [NeedsKafkaFact]
    public async Task Links_go_straight_to_the_workers_and_leave_the_same_documents_and_jobs()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 2, TimeSpan.FromMilliseconds(20));
        await system.Gateway.StopAsync();
        await system.StartGatewayAsync($"Services:Extractor={string.Join(',', system.Workers.Select(worker => worker.Client.BaseAddress))}");

        using var direct = await system.Gateway.Client.PostAsJsonAsync("/links?transport=http", new { links = new[] { "stand000001", "stand000002" } });
        using var earlier = await system.Gateway.Client.PostAsJsonAsync("/links/send-message-axios", new { links = "stand000003" });
        await system.AcceptAsync(4, 1);

        Assert.Equal(0, (await system.AllSucceedAsync(4)).AskedAgain);
        Assert.Equal(HttpStatusCode.OK, direct.StatusCode);
        Assert.Equal(HttpStatusCode.Created, earlier.StatusCode);
        var jobs = (await system.Gateway.GetAsync("/jobs?state=succeeded")).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(4, jobs.Length);
        Assert.All(jobs, job => Assert.Equal(1, job.GetProperty("attempt").GetInt32()));
        var videos = (await system.Gateway.GetAsync("/videos")).GetProperty("items").EnumerateArray();
        Assert.Equal(
            ["stand000001", "stand000002", "stand000003", "stand000004"],
            videos.Select(video => video.GetProperty("id").GetString()).Order());
    }

    [NeedsKafkaFact]
    public async Task A_worker_answers_with_what_came_of_each_link_and_refuses_more_than_it_takes()
    {
        await using var system = await KafkaSystem.StartAsync(workers: 1, TimeSpan.FromSeconds(1), "Jobs:MaxInFlight=3");
        var worker = system.Workers[0].Client;

        var first = worker.PostAsJsonAsync("/links", new { links = new[] { "stand000001", "stand000002" } });
        using var bad = await worker.PostAsJsonAsync("/links", new { links = new[] { "not a link" } });
        HttpResponseMessage second;
        do
        {
            second = await worker.PostAsJsonAsync("/links", new { links = new[] { "stand000003", "stand000004" } });
        }
        while (second.StatusCode == HttpStatusCode.OK && !first.IsCompleted);
        using var refused = second;
        using var answer = await first;

        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        var jobs = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("jobs").EnumerateArray().ToArray();
        Assert.Equal(["Succeeded", "Succeeded"], jobs.Select(job => job.GetProperty("state").GetString()));
    }
}
