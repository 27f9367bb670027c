using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StandIn.Settings;
using Tests.Support;

namespace Tests.Gateway;

public sealed class JobsTests
{
    private static readonly StandInSettings Broken = new() { Errors = new ErrorRates { ServerError = 1 } };

    [Fact]
    public async Task A_failed_job_can_be_retried()
    {
        await using var app = await GatewayApp.StartAsync(Broken, "Jobs:MaxAttempts=1");
        var job = await FailedJobAsync(app, "stand000001");
        app.YouTube.Settings = new StandInSettings();

        var response = await app.Client.PostAsync($"/jobs/{job}/retry", null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await UntilAsync(app, job, "Succeeded");
        Assert.Empty((await app.GetAsync("/dead-letters")).GetProperty("items").EnumerateArray());
        await (await app.Client.PostAsync($"/jobs/{job}/retry", null)).ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task All_failed_jobs_can_be_retried_at_once()
    {
        await using var app = await GatewayApp.StartAsync(Broken, "Jobs:MaxAttempts=1");
        var id = await app.SubmitAsync([.. Enumerable.Range(0, 60).Select(i => $"stand{i:000000}")]);
        Assert.Equal(60, (await app.UntilDoneAsync(id)).GetProperty("counts").GetProperty("failed").GetInt32());
        app.YouTube.Settings = new StandInSettings();

        var response = await app.Client.PostAsync($"/jobs/retry?state=failed&submission={id}", null);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal((60, 0), (answer.GetProperty("retried").GetInt32(), answer.GetProperty("remaining").GetInt32()));
        Assert.Equal(60, (await app.UntilDoneAsync(id)).GetProperty("counts").GetProperty("succeeded").GetInt32());
    }

    [Fact]
    public async Task An_open_job_can_be_canceled_and_an_ended_one_cannot()
    {
        await using var app = await GatewayApp.StartAsync(new StandInSettings { Latency = TimeSpan.FromSeconds(20) });
        var job = (await app.GetAsync($"/submissions/{await app.SubmitAsync("stand000001")}"))
            .GetProperty("jobs")[0].GetProperty("id").GetString()!;

        var response = await app.Client.PostAsync($"/jobs/{job}/cancel", null);

        Assert.Equal(
            "Cancelled", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString());
        app.YouTube.Settings = new StandInSettings();
        Assert.Equal(HttpStatusCode.OK, (await app.Client.PostAsync($"/jobs/{job}/retry", null)).StatusCode);
        await UntilAsync(app, job, "Succeeded");
        await (await app.Client.PostAsync($"/jobs/{job}/cancel", null)).ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_replayed_dead_letter_runs_the_same_job()
    {
        await using var app = await GatewayApp.StartAsync(Broken, "Jobs:MaxAttempts=1");
        var job = await FailedJobAsync(app, "stand000001");
        var deadLetter = (await app.GetAsync("/dead-letters")).GetProperty("items")[0];
        Assert.Equal(job, deadLetter.GetProperty("jobId").GetString());
        app.YouTube.Settings = new StandInSettings();

        var response = await app.Client.PostAsJsonAsync(
            "/dead-letters/replay", new { ids = new[] { deadLetter.GetProperty("id").GetString(), "nonsense" } });

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, answer.GetProperty("replayed").GetInt32());
        Assert.Equal(
            "nonsense",
            Assert.Single(answer.GetProperty("notReplayed").EnumerateArray()).GetProperty("id").GetString());
        await UntilAsync(app, job, "Succeeded");
    }

    [Fact]
    public async Task A_job_has_a_timeline()
    {
        await using var app = await GatewayApp.StartAsync();
        var done = await app.UntilDoneAsync(await app.SubmitAsync("stand000001"));

        var job = await app.GetAsync($"/jobs/{done.GetProperty("jobs")[0].GetProperty("id").GetString()}");

        var timeline = job.GetProperty("timeline").EnumerateArray()
            .Select(moment => moment.GetProperty("what").GetString()!).ToArray();
        Assert.Equal("accepted", timeline[0]);
        Assert.Contains("attempt 1", timeline);
        Assert.Contains("source youtube-api: ok", timeline);
        Assert.Equal("succeeded", timeline[^1]);
        Assert.Equal(32, job.GetProperty("traceId").GetString()!.Length);
        Assert.StartsWith(
            "PT", job.GetProperty("stages")[0].GetProperty("duration").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_paged_to_their_end()
    {
        await using var app = await GatewayApp.StartAsync();
        await app.UntilDoneAsync(await app.SubmitAsync([.. Enumerable.Range(0, 25).Select(i => $"stand{i:000000}")]));

        string[] paths =
            ["/jobs?state=succeeded,failed&kind=link&limit=10", "/videos?limit=10", "/videos?q=STAND-IN&limit=10"];
        foreach (var path in paths)
        {
            var items = new List<string>();
            for (string? next = ""; next is not null;)
            {
                var page = await app.GetAsync($"{path}&cursor={Uri.EscapeDataString(next)}");
                items.AddRange(
                    page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
                next = page.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
            }

            Assert.Equal(25, items.Count);
            Assert.Equal(25, items.Distinct().Count());
        }
    }

    [Fact]
    public async Task A_video_can_be_deleted()
    {
        await using var app = await GatewayApp.StartAsync();
        await app.UntilDoneAsync(await app.SubmitAsync("stand000001"));

        Assert.Equal(HttpStatusCode.NoContent, (await app.Client.DeleteAsync("/videos/stand000001")).StatusCode);

        await (await app.Client.GetAsync("/videos/stand000001")).ProblemAsync(HttpStatusCode.NotFound);
        await (await app.Client.DeleteAsync("/videos/stand000001")).ProblemAsync(HttpStatusCode.NotFound);
    }

    private static async Task<string> FailedJobAsync(GatewayApp app, string link)
    {
        var done = await app.UntilDoneAsync(await app.SubmitAsync(link));
        var job = done.GetProperty("jobs")[0];
        Assert.Equal("Failed", job.GetProperty("state").GetString());
        Assert.EndsWith(".", job.GetProperty("failure").GetProperty("reason").GetString(), StringComparison.Ordinal);
        return job.GetProperty("id").GetString()!;
    }

    private static Task<JsonElement> UntilAsync(GatewayApp app, string job, string state) => Eventually.ValueAsync(
        () => app.GetAsync($"/jobs/{job}"),
        view => view.GetProperty("state").GetString() == state,
        $"the job is {state}");
}
