using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using StandIn.Settings;
using Tests.Support;

namespace Tests.Gateway;

public sealed class LinksTests
{
    [Fact]
    public async Task Links_become_videos()
    {
        await using var app = await GatewayApp.StartAsync();

        var (response, body) = await app.PostLinksAsync(
            new[] { "https://youtu.be/stand000001?t=3", "stand000002", "stand000001" });

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = body.GetProperty("id").GetString()!;
        Assert.Equal($"/submissions/{id}", response.Headers.Location?.OriginalString);
        Assert.Equal(["stand000001", "stand000002"], Texts(body, "videoId"));
        Assert.Equal("https://youtu.be/stand000001?t=3", Texts(body, "link")[0]);
        var done = await app.UntilDoneAsync(id);
        Assert.Equal(2, done.GetProperty("counts").GetProperty("succeeded").GetInt32());
        Assert.Equal(["stand000001", "stand000002"], Texts(done, "videoId"));
        var title = done.GetProperty("jobs")[0].GetProperty("result").GetProperty("title").GetString();
        Assert.Equal(title, (await app.GetAsync("/videos/stand000001")).GetProperty("title").GetString());
    }

    [Fact]
    public async Task The_largest_request_keeps_its_order()
    {
        await using var app = await GatewayApp.StartAsync();
        var links = Enumerable.Range(0, 10_000).Select(i => $"stand{(i * 7919) % 10_000:000000}").ToArray();

        var id = await app.SubmitAsync(links);

        var seen = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await app.GetAsync($"/submissions/{id}?cursor={next}");
            seen.AddRange(Texts(page, "videoId"));
            next = page.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }

        Assert.Equal(links, seen);
    }

    [Fact]
    public async Task Plain_text_has_one_link_per_line()
    {
        await using var app = await GatewayApp.StartAsync();
        using var text = new StringContent(
            "\uFEFFstand000001\r\n\r\n  https://youtu.be/stand000002\n", Encoding.UTF8, "text/plain");

        var response = await app.Client.PostAsync("/links", text);

        Assert.Equal(
            ["stand000001", "stand000002"], Texts(await response.Content.ReadFromJsonAsync<JsonElement>(), "videoId"));
    }

    [Fact]
    public async Task A_caller_that_waits_gets_the_results()
    {
        await using var app = await GatewayApp.StartAsync();

        var (response, body) = await app.PostLinksAsync("stand000001", ("Prefer", "respond-async, wait=20"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("wait=20", Assert.Single(response.Headers.GetValues("Preference-Applied")));
        Assert.True(body.GetProperty("done").GetBoolean());
        Assert.Equal("Succeeded", body.GetProperty("jobs")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_wait_that_times_out_returns_the_accepted_jobs()
    {
        await using var app = await GatewayApp.StartAsync(
            new StandInSettings { Latency = TimeSpan.FromSeconds(30) }, "Jobs:DrainTimeout=00:00:00.1");

        var (response, body) = await app.PostLinksAsync("stand000001", ("Prefer", "wait=1"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Single(body.GetProperty("jobs").EnumerateArray());
    }

    [Fact]
    public async Task A_caller_that_disconnects_loses_nothing()
    {
        await using var app = await GatewayApp.StartAsync(new StandInSettings { Latency = TimeSpan.FromSeconds(1) });
        using var gone = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/links");
        request.Content = JsonContent.Create(new { links = "stand000001" });
        request.Headers.Add("Prefer", "wait=30");

        var call = app.Client.SendAsync(request, gone.Token);
        await Eventually.TrueAsync(
            async () => (await CountsAsync(app)).GetProperty("total").GetInt32() == 1, "the job is stored");
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.TrueAsync(
            async () => (await CountsAsync(app)).GetProperty("succeeded").GetInt32() == 1, "the job succeeds");
    }

    [Fact]
    public async Task A_repeated_idempotency_key_gets_the_first_answer()
    {
        await using var app = await GatewayApp.StartAsync();
        var links = new[] { "stand000001", "stand000002" };

        var (first, firstBody) = await app.PostLinksAsync(links, ("Idempotency-Key", "one"));
        var (again, againBody) = await app.PostLinksAsync(links, ("Idempotency-Key", "one"));
        var (other, otherBody) = await app.PostLinksAsync("stand000003", ("Idempotency-Key", "one"));

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(firstBody.GetRawText(), againBody.GetRawText());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains("Idempotency-Key", otherBody.Detail(), StringComparison.Ordinal);
        Assert.Equal(2, (await CountsAsync(app)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task An_idempotency_key_that_is_too_long_is_refused()
    {
        await using var app = await GatewayApp.StartAsync();

        var (response, _) = await app.PostLinksAsync("stand000001", ("Idempotency-Key", new string('k', 201)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("/links/send-message-kafka")]
    [InlineData("/links/send-message-axios")]
    public async Task The_addresses_of_the_previous_system_answer_as_before(string path)
    {
        await using var app = await GatewayApp.StartAsync();

        var response = await app.Client.PostAsJsonAsync(
            path, new { links = "https://www.youtube.com/watch?v=stand000001" });

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("{\"res\":\"ok\"}", await response.Content.ReadAsStringAsync());
        await Eventually.TrueAsync(
            async () => (await CountsAsync(app)).GetProperty("succeeded").GetInt32() == 1, "the job succeeds");
    }

    [Fact]
    public async Task Over_its_limit_the_direct_transport_says_when_to_retry()
    {
        await using var app = await GatewayApp.StartAsync(
            new StandInSettings { Latency = TimeSpan.FromSeconds(3) }, "Jobs:MaxInFlight=1");
        var links = Enumerable.Range(0, 16).Select(i => $"stand{i:000000}").ToArray();

        var full = app.Client.PostAsJsonAsync("/links?transport=http", new { links });
        await Eventually.TrueAsync(
            async () => (await CountsAsync(app)).GetProperty("total").GetInt32() == 16, "the jobs are stored");
        var refused = await app.Client.PostAsJsonAsync("/links?transport=http", new { links = "stand000099" });

        await refused.ProblemAsync(HttpStatusCode.TooManyRequests);
        Assert.NotNull(refused.Headers.RetryAfter);
        app.YouTube.Settings = new StandInSettings();
        Assert.True((await full).IsSuccessStatusCode);
    }

    private static async Task<JsonElement> CountsAsync(GatewayApp app) =>
        (await app.GetAsync("/status")).GetProperty("counts");

    private static string[] Texts(JsonElement view, string name) =>
        [.. view.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty(name).GetString()!)];
}
