using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StandIn;
using StandIn.Requests;

namespace Tests.StandIn;

public sealed class PageTests : IAsyncLifetime
{
    private StandInHost standIn = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        standIn = await StandInHost.StartAsync();
        http = new HttpClient { BaseAddress = standIn.BaseAddress };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await standIn.DisposeAsync();
    }

    [Theory]
    [InlineData("M4gD1WSo5mA", "OK", 8)]
    [InlineData("cJ9to6EmElQ", "OK", 22)]
    [InlineData("K4DyBUG242c", "OK", 15)]
    [InlineData("tjz2u2DiveM", "OK", 13)]
    [InlineData("X4VbdwhkE10", "OK", 14)]
    [InlineData("it3OtbTxQk0", "UNPLAYABLE", 0)]
    [InlineData("sMJ8bRN2dak", "UNPLAYABLE", 0)]
    [InlineData("8VajtrESJzA", "LOGIN_REQUIRED", 0)]
    [InlineData("standabcdef", "OK", 5)]
    [InlineData("zzzzzzzzzzz", "ERROR", 0)]
    public async Task The_player_tells_playability_and_streams(string id, string status, int streams)
    {
        var player = await PlayerAsync(
            new { context = new { client = new { videoId = "not this one" } }, videoId = id });

        Assert.Equal(status, player.GetProperty("playabilityStatus").GetProperty("status").GetString());
        var data = player.TryGetProperty("streamingData", out var found) ? found : default;
        Assert.Equal(streams, Count(data, "formats") + Count(data, "adaptiveFormats"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"videoId\": ")]
    [InlineData("{\"context\": {}}")]
    public async Task A_player_request_without_a_video_is_refused(string body)
    {
        using var answer = await http.PostAsync("youtubei/v1/player", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_synthetic_video_is_the_same_on_every_page()
    {
        var player = await PlayerAsync(new { videoId = "standabcdef" });
        var embed = await JsonAsync("oembed?url=https://youtu.be/standabcdef&format=json");
        var item = (await JsonAsync("youtube/v3/videos?id=standabcdef&part=snippet,contentDetails,statistics&key=k"))
            .GetProperty("items")[0];

        var details = player.GetProperty("videoDetails");
        Assert.Equal("Stand-in video standabcdef", details.GetProperty("title").GetString());
        Assert.Equal(details.GetProperty("title").GetString(), embed.GetProperty("title").GetString());
        Assert.Equal(details.GetProperty("author").GetString(), embed.GetProperty("author_name").GetString());
        Assert.Equal(
            details.GetProperty("channelId").GetString(),
            item.GetProperty("snippet").GetProperty("channelId").GetString());
        Assert.Equal(
            details.GetProperty("viewCount").GetString(),
            item.GetProperty("statistics").GetProperty("viewCount").GetString());
        Assert.Equal(
            $"PT{details.GetProperty("lengthSeconds").GetString()}S",
            item.GetProperty("contentDetails").GetProperty("duration").GetString());
    }

    [Theory]
    [InlineData("https://www.youtube.com/watch?v=cJ9to6EmElQ", HttpStatusCode.OK)]
    [InlineData("https://www.youtube.com/watch?v=8VajtrESJzA", HttpStatusCode.Forbidden)]
    [InlineData("https://www.youtube.com/watch?v=zzzzzzzzzzz", HttpStatusCode.NotFound)]
    [InlineData("https://www.youtube.com/", HttpStatusCode.BadRequest)]
    public async Task OEmbed_answers_by_what_a_stranger_may_see(string url, HttpStatusCode status)
    {
        using var answer = await http.GetAsync($"oembed?url={Uri.EscapeDataString(url)}&format=json");

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task The_data_api_leaves_out_what_cannot_be_seen_and_counts_one_request_for_all()
    {
        var list = await JsonAsync(
            "youtube/v3/videos?id=cJ9to6EmElQ,8VajtrESJzA&id=zzzzzzzzzzz,tjz2u2DiveM&part=snippet,status&key=k");

        Assert.Equal(
            ["cJ9to6EmElQ", "tjz2u2DiveM"],
            list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        var first = list.GetProperty("items")[0];
        Assert.Equal(
            "Merci pour les 3 millions d'abonnés 🎉| ARTE",
            first.GetProperty("snippet").GetProperty("title").GetString());
        Assert.Equal("2023-07-07T15:30:08Z", first.GetProperty("snippet").GetProperty("publishedAt").GetString());
        Assert.False(first.TryGetProperty("statistics", out _));
        Assert.Equal(1, standIn.Requests.AskedOn(SourceRoute.DataApi));
        Assert.Equal(1, standIn.Requests.Of("zzzzzzzzzzz").Asked);
    }

    [Theory]
    [InlineData("part=snippet&id=cJ9to6EmElQ", HttpStatusCode.Forbidden)]
    [InlineData("key=k&id=cJ9to6EmElQ", HttpStatusCode.BadRequest)]
    [InlineData("key=k&part=snippet", HttpStatusCode.BadRequest)]
    public async Task The_data_api_refuses_a_request_that_lacks_something(string query, HttpStatusCode status)
    {
        using var answer = await http.GetAsync($"youtube/v3/videos?{query}");

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task The_data_api_refuses_more_than_fifty_videos()
    {
        var ids = string.Join(',', Enumerable.Range(0, 51).Select(number => $"stand{number:D6}"));

        using var answer = await http.GetAsync($"youtube/v3/videos?part=snippet&key=k&id={ids}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("cJ9to6EmElQ", true)]
    [InlineData("it3OtbTxQk0", true)]
    [InlineData("standabcdef", true)]
    [InlineData("8VajtrESJzA", false)]
    [InlineData("zzzzzzzzzzz", false)]
    public async Task The_watch_page_has_an_address_only_for_what_is_there(string id, bool isThere)
    {
        var page = await http.GetStringAsync($"watch?v={id}&bpctr=9999999999");

        Assert.Equal(isThere, page.Contains("property=\"og:url\"", StringComparison.Ordinal));
        Assert.Contains("<div id=\"player\">", page, StringComparison.Ordinal);
        Assert.Contains("var ytInitialPlayerResponse = {", page, StringComparison.Ordinal);
        Assert.Equal(page.Split("<script>").Length, page.Split("</script>").Length);
    }

    [Theory]
    [InlineData("json3", "application/json")]
    [InlineData("vtt", "text/vtt")]
    [InlineData("ttml", "text/xml")]
    [InlineData("srv1", "text/xml")]
    [InlineData("srv3", "text/xml")]
    public async Task Captions_come_in_the_form_that_is_asked_for(string format, string type)
    {
        using var answer = await http.GetAsync($"api/timedtext?v=cJ9to6EmElQ&lang=fr&kind=asr&fmt={format}");

        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Merci", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Captions_that_a_video_does_not_have_are_not_found()
    {
        using var answer = await http.GetAsync("api/timedtext?v=cJ9to6EmElQ&lang=fr&fmt=vtt");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("default", 120, 90)]
    [InlineData("hqdefault", 480, 360)]
    [InlineData("maxresdefault", 1280, 720)]
    public async Task A_thumbnail_has_the_size_that_its_name_promises(string name, int width, int height)
    {
        var picture = await http.GetByteArrayAsync($"vi/standabcdef/{name}.jpg");

        var frame = picture.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 });
        Assert.Equal(height, (picture[frame + 5] << 8) | picture[frame + 6]);
        Assert.Equal(width, (picture[frame + 7] << 8) | picture[frame + 8]);
        Assert.Equal([0xFF, 0xD9], picture[^2..]);
    }

    private static int Count(JsonElement data, string name) =>
        data.ValueKind is JsonValueKind.Object && data.TryGetProperty(name, out var formats)
            ? formats.GetArrayLength()
            : 0;

    private async Task<JsonElement> PlayerAsync(object body)
    {
        using var answer = await http.PostAsJsonAsync("youtubei/v1/player", body);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private Task<JsonElement> JsonAsync(string address) => http.GetFromJsonAsync<JsonElement>(address);
}
