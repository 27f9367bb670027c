using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Extraction.Links;
using Extraction.Lists;
using Tests.Gateway;
using Tests.Support;

namespace Tests.Lists;

/// <summary>Turns playlists and channels into jobs, through HTTP, yt-dlp, and the stand-in.</summary>
[Collection(ProgramTests.Name)]
public sealed class ListTests
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(90);

    [NeedsTheory("yt-dlp")]
    [InlineData("https://www.youtube.com/playlist?list=PLstand00250", 250)]
    [InlineData("https://www.youtube.com/@standin24", 250)]
    public async Task Each_video_of_a_list_becomes_one_job(string link, int count)
    {
        await using var app = await StartAsync();

        var (done, list) = await RunAsync(app, new { links = link });

        Assert.Equal(count, list.GetProperty("result").GetProperty("videos").GetInt32());
        Assert.Equal(count, list.GetProperty("result").GetProperty("added").GetInt32());
        Assert.NotEmpty(list.GetProperty("result").GetProperty("title").GetString()!);
        Assert.Equal(count + 1, done.GetProperty("counts").GetProperty("succeeded").GetInt32());
        var videos = done.GetProperty("jobs").EnumerateArray().Skip(1)
            .Select(job => job.GetProperty("videoId").GetString());
        Assert.Equal(count, videos.Distinct().Count());
    }

    [NeedsFact("yt-dlp")]
    public async Task A_long_list_is_read_in_parts_and_cut_at_the_limit()
    {
        await using var app = await StartAsync("Extraction:MaxListVideos=1200");

        var (done, list) = await RunAsync(app, new { links = "https://www.youtube.com/playlist?list=PLstand01500" });

        Assert.Equal(1200, list.GetProperty("result").GetProperty("videos").GetInt32());
        Assert.Contains(
            "Extraction:MaxListVideos",
            list.GetProperty("result").GetProperty("cut").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(2, list.GetProperty("stages").EnumerateArray().Count(
            stage => stage.GetProperty("name").GetString() == "list yt-dlp"));
        Assert.Equal(1201, done.GetProperty("counts").GetProperty("total").GetInt32());
    }

    [NeedsFact("yt-dlp")]
    public async Task A_video_that_was_submitted_with_its_list_is_one_job()
    {
        await using var app = await StartAsync();

        string[] links = ["https://www.youtube.com/playlist?list=PLrecordings", "https://youtu.be/tjz2u2DiveM"];

        var (done, list) = await RunAsync(app, new { links });

        Assert.Equal(7, list.GetProperty("result").GetProperty("videos").GetInt32());
        Assert.Equal(6, list.GetProperty("result").GetProperty("added").GetInt32());
        Assert.Equal(8, done.GetProperty("counts").GetProperty("total").GetInt32());
    }

    [NeedsFact("yt-dlp")]
    public async Task A_missing_list_has_its_reason()
    {
        await using var app = await StartAsync();

        var (_, list) = await RunAsync(app, new { links = "https://www.youtube.com/playlist?list=PLnothing0000000" });

        Assert.Equal("Failed", list.GetProperty("state").GetString());
        Assert.Equal("Unavailable", list.GetProperty("failure").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Without_a_source_of_lists_the_reason_says_what_to_add()
    {
        await using var app = await GatewayApp.StartAsync();

        var (_, list) = await RunAsync(app, new { links = "https://www.youtube.com/playlist?list=PLstand00250" });

        Assert.Equal(
            "None of the configured sources can do this: add yt-dlp to Sources:Chain.",
            list.GetProperty("failure").GetProperty("reason").GetString());
    }

    [NeedsFact("yt-dlp")]
    public async Task The_options_of_a_list_apply_to_each_video()
    {
        await using var app = await StartAsync();
        using var content = new StringContent(
            "https://www.youtube.com/playlist?list=PLstand00003\n", Encoding.UTF8, "text/plain");

        using var answer = await app.Client.PostAsync(
            "/links?thumbnail=true&captions=en,ko&captionFormat=txt", content);
        var (done, _) = await EndOfAsync(app, await answer.Content.ReadFromJsonAsync<JsonElement>());

        Assert.All(done.GetProperty("jobs").EnumerateArray().Skip(1), job =>
            Assert.Equal(["thumbnail.jpg", "captions.en.txt"], Tests.Media.MediaApp.Artifacts(job)));
    }

    [Theory]
    [InlineData("bitrate=128", "The parameter bitrate refines audio: send audio too.")]
    [InlineData("audio=mp3&bitrate=high", "\"audio\" must be \"mp3\"")]
    [InlineData("audio=mp3&bitrate=5000", "The audio bitrate is 5000")]
    [InlineData("thumbnail=yes", "\"thumbnail\" must be true or false.")]
    [InlineData("captions=", "Captions name 0 languages")]
    public async Task Options_in_the_address_follow_the_same_rules(string query, string problem)
    {
        await using var app = await GatewayApp.StartAsync();
        using var content = new StringContent("standabcdef", Encoding.UTF8, "text/plain");

        using var answer = await app.Client.PostAsync($"/links?{query}", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var detail = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
        Assert.StartsWith(problem, detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://www.youtube.com/playlist?list=PLstand00250&si=x", "/playlist?list=PLstand00250")]
    [InlineData("https://www.youtube.com/@arte", "/@arte/videos")]
    [InlineData("https://www.youtube.com/@한국어", "/@%ED%95%9C%EA%B5%AD%EC%96%B4/videos")]
    [InlineData("https://www.youtube.com/channel/UCwI-JbGNsojunnHbFAc0M4Q/about",
        "/channel/UCwI-JbGNsojunnHbFAc0M4Q/videos")]
    public void The_address_of_a_list_survives_a_round_trip(string link, string path)
    {
        var list = LinkParser.Parse(link) switch
        {
            ParsedLink.Playlist(var id) => ListAddress.Of(id),
            ParsedLink.Channel(var channel) => ListAddress.Of(channel),
            _ => null,
        };

        Assert.Equal(path, list!.Path);
        Assert.True(ListAddress.TryParse(path, out var again));
        Assert.Equal(list, again);
        Assert.False(ListAddress.TryParse("//example.org/playlist?list=PLstand00250", out _));
    }

    private static Task<GatewayApp> StartAsync(params string[] configuration) =>
        GatewayApp.StartAsync(null, ["Sources:Chain=youtube-api, yt-dlp", .. configuration]);

    private static async Task<(JsonElement Done, JsonElement List)> RunAsync(GatewayApp app, object body)
    {
        using var answer = await app.Client.PostAsJsonAsync("/links", body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await EndOfAsync(app, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static async Task<(JsonElement Done, JsonElement List)> EndOfAsync(GatewayApp app, JsonElement accepted)
    {
        var id = accepted.GetProperty("id").GetString();
        var done = await Eventually.ValueAsync(
            () => app.GetAsync($"/submissions/{id}"),
            view => view.GetProperty("done").GetBoolean(),
            "the submission is done",
            WaitLimit);

        // The list's job ended before the submission was done, and had added all of its videos by then.
        return (done, done.GetProperty("jobs")[0]);
    }
}
