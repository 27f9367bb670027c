using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using StandIn.Settings;
using Tests.Gateway;
using Tests.Support;

namespace Tests.Files;

public sealed class LinkFileTests
{
    private const string Links =
        "note,video\nfirst,https://www.youtube.com/watch?v=M4gD1WSo5mA\n"
        + "same,https://youtu.be/M4gD1WSo5mA?t=5\nbad,https://example.com/x\nnone,\n";

    [Fact]
    public async Task Every_row_has_the_video_of_its_link_or_its_reason()
    {
        await using var app = await FilesApp.StartAsync();

        var id = await app.RunAsync("/files?kind=links", Encoding.UTF8.GetBytes(Links));
        var rows = await app.ResultAsync(id);

        Assert.Equal(
            ["note", "video", "title", "author", "duration", "published", "views", "state", "reason", "artifacts"],
            rows[0]);
        Assert.Equal("succeeded", rows[1][7]);
        Assert.NotEmpty(rows[1][2]);
        Assert.Equal(rows[1][2..8], rows[2][2..8]);
        Assert.Equal("failed", rows[3][7]);
        Assert.EndsWith(".", rows[3][8], StringComparison.Ordinal);
        Assert.Equal("The link is missing.", rows[4][8]);
        var file = (await app.GetAsync($"/submissions/{id}")).GetProperty("file");
        Assert.Equal((2, 2, 0), (
            file.GetProperty("done").GetInt32(),
            file.GetProperty("failed").GetInt32(),
            file.GetProperty("waiting").GetInt32()));
    }

    [Fact]
    public async Task While_rows_are_waiting_the_result_is_refused_unless_a_partial_one_is_requested()
    {
        await using var app = await FilesApp.StartAsync(
            new StandInSettings { Latency = TimeSpan.FromSeconds(30) }, "Jobs:DrainTimeout=00:00:00.1");
        using var response = await app.PostAsync("/files", Links);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await Eventually.TrueAsync(
            async () => (await app.GetAsync($"/submissions/{id}")).GetProperty("counts") is var counts
                && counts.GetProperty("running").GetInt32() == 1 && counts.GetProperty("succeeded").GetInt32() == 1,
            "the job of the rows has ended, and the link's job runs");

        using var refused = await app.Client.GetAsync($"/submissions/{id}/result");

        Assert.Contains(
            "1 of 2 jobs", (await refused.ProblemAsync(HttpStatusCode.Conflict)).Detail(), StringComparison.Ordinal);
        Assert.Equal("running", (await app.ResultAsync(id, "format=csv&partial=true"))[1][7]);
        Assert.Equal(
            2, (await app.GetAsync($"/submissions/{id}")).GetProperty("file").GetProperty("waiting").GetInt32());
    }

    [NeedsFact("yt-dlp")]
    public async Task Files_requested_with_an_upload_are_requested_for_each_link()
    {
        await using var app = await FilesApp.StartAsync(null, "Sources:Chain=youtube-api, yt-dlp");
        using var form = new MultipartFormDataContent
        {
            {
                new StringContent(
                    "video\nstandabcdef\nhttps://www.youtube.com/playlist?list=PLstand00003\nstandabcdeg\n"),
                "file", "links.csv"
            },
            { new StringContent("true"), "thumbnail" },
            { new StringContent("en"), "captions" },
            { new StringContent("txt"), "captionFormat" },
            { new StringContent(""), "audio" },
        };

        using var response = await app.Client.PostAsync("/files?kind=links", form);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await Eventually.ValueAsync(
            () => app.GetAsync($"/submissions/{id}?limit=1"), view => view.GetProperty("done").GetBoolean(),
            "the file is done", TimeSpan.FromSeconds(120));
        var rows = await app.ResultAsync(id);

        Assert.All(
            [rows[1], rows[3]], row => Assert.Equal(["succeeded", "", "captions.en.txt; thumbnail.jpg"], row[6..]));
        Assert.Equal("failed", rows[2][6]);
        Assert.Equal(
            "This is the link of a playlist, not of a video: send it to POST /links, or give the links of its videos.",
            rows[2][7]);
        var file = (await app.GetAsync($"/submissions/{id}")).GetProperty("file");
        Assert.Equal((2, 1, 0), (
            file.GetProperty("done").GetInt32(),
            file.GetProperty("failed").GetInt32(),
            file.GetProperty("waiting").GetInt32()));
    }

    [Theory]
    [InlineData("/files?kind=links&bitrate=128", "video\nstandabcdef\n", HttpStatusCode.BadRequest, "send audio too.")]
    [InlineData("/files?kind=links&audio=flac", "video\nstandabcdef\n", HttpStatusCode.BadRequest, "audio")]
    [InlineData("/files?kind=coordinates&audio=mp3", "x,y\n127.083,37.1139\n", HttpStatusCode.UnprocessableEntity,
        "set kind=links.")]
    public async Task Requests_for_files_that_do_not_apply_are_rejected_with_the_upload(
        string address, string csv, HttpStatusCode status, string problem)
    {
        await using var app = await FilesApp.StartAsync();

        using var refused = await app.PostAsync(address, csv);

        Assert.Contains(problem, (await refused.ProblemAsync(status)).Detail(), StringComparison.Ordinal);
    }
}
