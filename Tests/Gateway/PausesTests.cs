using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tests.Gateway;

public sealed class PausesTests
{
    [Theory]
    [InlineData("everything")]
    [InlineData("kinds/link")]
    [InlineData("sources/youtube-api")]
    public async Task What_is_paused_waits_and_continues_when_it_is_resumed(string target)
    {
        await using var app = await GatewayApp.StartAsync();
        var first = await app.SubmitAsync("stand000001");
        await app.UntilDoneAsync(first);

        var paused = await app.Client.PutAsync($"/pauses/{target}", null);
        Assert.Equal(HttpStatusCode.OK, paused.StatusCode);

        // A pause holds within a second.
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var id = await app.SubmitAsync("stand000002", "stand000003");
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var waiting = await app.GetAsync($"/submissions/{id}");
        Assert.Equal(0, waiting.GetProperty("counts").GetProperty("succeeded").GetInt32());
        Assert.Equal(0, app.YouTube.Requests.Of("stand000002").Asked);

        var resumed = await app.Client.DeleteAsync($"/pauses/{target}");
        var view = await resumed.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("""{"everything":false,"kinds":[],"sources":[]}""", view.GetRawText());
        var done = await app.UntilDoneAsync(id);
        Assert.Equal(2, done.GetProperty("counts").GetProperty("succeeded").GetInt32());
        Assert.Equal(0, (await app.GetAsync("/status")).GetProperty("deadLetters").GetInt32());
    }

    [Fact]
    public async Task The_status_shows_pauses_and_one_budget_of_each_source()
    {
        await using var app = await GatewayApp.StartAsync();
        await app.UntilDoneAsync(await app.SubmitAsync("stand000001"));

        await app.Client.PutAsync("/pauses/sources/youtube-api", null);
        var status = await app.GetAsync("/status");

        Assert.Equal("youtube-api", status.GetProperty("pauses").GetProperty("sources")[0].GetString());
        var source = Assert.Single(status.GetProperty("sources").EnumerateArray());
        Assert.True(source.GetProperty("isPaused").GetBoolean());
        Assert.Equal(1_000_000, source.GetProperty("requestsPerMinute").GetInt32());
        Assert.True(source.GetProperty("usedLastMinute").GetInt32() >= 1);
    }

    [Theory]
    [InlineData("kinds/nothing", "There is no such kind of job: use one of ")]
    [InlineData("sources/nothing", "There is no such source: use one of ")]
    public async Task An_unknown_target_is_refused_with_the_known_ones(string target, string problem)
    {
        await using var app = await GatewayApp.StartAsync();
        await app.UntilDoneAsync(await app.SubmitAsync("stand000001"));

        var refused = await app.Client.PutAsync($"/pauses/{target}", null);

        var body = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.StartsWith(problem, body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
