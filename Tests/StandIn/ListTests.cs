using System.Net.Http.Json;
using System.Text.Json;
using StandIn;
using Tests.Support;

namespace Tests.StandIn;

[Collection(ProgramTests.Name)]
public sealed class ListTests
{
    [NeedsTheory("yt-dlp")]
    [InlineData("playlist?list=PLrecordings", 7)]
    [InlineData("playlist?list=PLstand00250", 250)]
    [InlineData("channel/UCstandin000000000000024", 250)]
    [InlineData("@standin24", 250)]
    [InlineData("@arte", 1)]
    public async Task YtDlp_reads_each_video_of_a_list_once(string path, int count)
    {
        await using var standIn = await StandInHost.StartAsync();

        var (exitCode, output, errors) = await Probe.RunAsync(
            "yt-dlp", "--ignore-config", "--no-check-certificates", "--proxy", standIn.ProxyAddress.ToString(),
            "--flat-playlist", "-J", "--", $"https://www.youtube.com/{path}");

        Assert.True(exitCode == 0, errors);
        var entries = JsonDocument.Parse(output).RootElement.GetProperty("entries").EnumerateArray().ToArray();
        Assert.Equal(count, entries.Select(entry => entry.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(count, entries.Length);
        Assert.All(entries, entry => Assert.NotEmpty(entry.GetProperty("title").GetString()!));
    }

    [Fact]
    public async Task The_data_api_pages_through_a_list()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };

        var ids = new List<string>();
        string? token = "";
        while (token is not null)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"youtube/v3/playlistItems?part=contentDetails&playlistId=PLstand00120&maxResults=50&key=k&pageToken={token}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(
                item => item.GetProperty("contentDetails").GetProperty("videoId").GetString()!));
            token = page.TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
        }

        Assert.Equal(120, ids.Distinct().Count());
        Assert.Equal(120, ids.Count);
    }

    [Fact]
    public async Task The_data_api_names_the_uploads_of_a_channel()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };

        var found = await http.GetFromJsonAsync<JsonElement>(
            "youtube/v3/channels?part=contentDetails&forHandle=@arte&key=k");

        var uploads = found.GetProperty("items")[0].GetProperty("contentDetails").GetProperty("relatedPlaylists")
            .GetProperty("uploads").GetString();
        Assert.Equal("UUwI-JbGNsojunnHbFAc0M4Q", uploads);
    }

    [Fact]
    public async Task The_panel_of_a_playlist_goes_on_where_the_reader_is()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var http = new HttpClient { BaseAddress = standIn.BaseAddress };

        using var answer = await http.PostAsJsonAsync("youtubei/v1/next", new
        {
            playlistId = "PLstand00250",
            videoId = "standc20000",
            playlistIndex = 199,
        });

        var panel = (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("contents").GetProperty("twoColumnWatchNextResults").GetProperty("playlist")
            .GetProperty("playlist").GetProperty("contents");
        Assert.Equal(51, panel.GetArrayLength());
        var first = panel[0].GetProperty("playlistPanelVideoRenderer");
        Assert.Equal(
            199,
            first.GetProperty("navigationEndpoint").GetProperty("watchEndpoint").GetProperty("index").GetInt32());
    }
}
