using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tests.Gateway;
using Tests.Sources;
using Tests.Sources.YtDlp;
using Tests.Support;

namespace Tests.Hostile;

/// <summary>A source whose answers attack this process, its files, its log, and its callers.</summary>
[Collection(ProgramTests.Name)]
public sealed class HostileSourceTests
{
    private const string Video = "standhostil";

    /// <summary>Characters that move the cursor, break lines, or reverse the text around them.</summary>
    private const string Bad = "a\u001B[2J\u0000b\u202Ec\u2066d\r\ne\u0085f\uD800g";

    private static readonly byte[] Content = "attacker's bytes"u8.ToArray();

    [NeedsTheory("python3")]
    [InlineData("/../../../../escaped.bin")]
    [InlineData("../../../../escaped.bin")]
    [InlineData("mp4/../../../../escaped.bin")]
    [InlineData("sh")]
    [InlineData("")]
    public async Task The_container_that_a_source_names_is_never_a_path(string container)
    {
        await using var server = await ServeAsync(Content);
        using var program = Program(new { format_id = "140", ext = container, acodec = "mp4a.40.2" });
        using var folder = new TempFolder();
        await using var media = await GatewayApp.StartAsync(null, Settings(program, server, folder.Path));

        var job = await RunAsync(media, new { audio = "original" });

        Assert.Equal("Failed", job.GetProperty("state").GetString());
        Assert.Empty(Directory.GetFiles(folder.Path, "escaped*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.sh", SearchOption.AllDirectories));
    }

    [NeedsTheory("python3")]
    [InlineData("mp4", "original")]
    [InlineData("webm", "original")]
    [InlineData("mp4", "mp3")]
    public async Task A_stream_that_is_a_playlist_is_neither_served_nor_converted(string container, string format)
    {
        await using var server = await ServeAsync("#EXTM3U\n#EXTINF:3,\nfile:///etc/hostname\n"u8.ToArray());
        using var program = Program(new { format_id = "140", ext = container, acodec = "mp4a.40.2" });
        using var folder = new TempFolder();
        await using var media = await GatewayApp.StartAsync(null, Settings(program, server, folder.Path));

        var job = await RunAsync(media, new { audio = format });

        Assert.Equal("Failed", job.GetProperty("state").GetString());
        Assert.Empty((await media.GetAsync($"/videos/{Video}")).GetProperty("artifacts").EnumerateArray());
    }

    [NeedsFact("python3")]
    public async Task Control_characters_and_overrides_of_a_source_reach_no_answer()
    {
        using var program = FakeYtDlp.With(Print(new
        {
            id = Video,
            title = Bad,
            channel = Bad,
            description = Bad,
            tags = new[] { Bad, null },
            categories = new[] { Bad },
            formats = new object?[] { new { format_id = "140", ext = "m4a", acodec = Bad, language = Bad }, null },
            subtitles = new Dictionary<string, object>
            {
                ["../../x"] = new[] { new { url = "https://x/", name = Bad } },
                ["en"] = new[] { new { url = "https://x/", name = Bad } },
            },
            duration = 1e300,
            timestamp = 1e300,
        }));
        await using var media = await GatewayApp.StartAsync(
            null, "Sources:Chain=yt-dlp", $"Sources:YtDlp:Program={program.Program}",
            "Sources:YtDlp:RequestsPerMinute=100000");

        var done = await media.UntilDoneAsync(await media.SubmitAsync(Video));
        var video = await media.GetAsync($"/videos/{Video}");

        Assert.Equal("Succeeded", done.GetProperty("jobs")[0].GetProperty("state").GetString());
        Assert.Equal("a [2Jbcd e f\uFFFDg", video.GetProperty("title").GetString());
        AssertClean(video);
        AssertClean(done);
        Assert.Equal("a [2Jbcd\ne f\uFFFDg", video.GetProperty("description").GetString());
        Assert.Equal(
            ["en"],
            video.GetProperty("captions").EnumerateArray().Select(one => one.GetProperty("language").GetString()));
    }

    [NeedsFact("python3")]
    public async Task Control_characters_of_an_error_reach_no_answer()
    {
        using var program = FakeYtDlp.With("""
            sys.stderr.write("ERROR: [youtube] x: This video is private \x1b[2J\u202e" + "x" * 5000 + "\n")
            sys.exit(1)
            """);
        await using var media = await GatewayApp.StartAsync(
            null, "Sources:Chain=yt-dlp", $"Sources:YtDlp:Program={program.Program}",
            "Sources:YtDlp:RequestsPerMinute=100000");

        var done = await media.UntilDoneAsync(await media.SubmitAsync(Video));

        Assert.Contains("This video is private", done.ToString(), StringComparison.Ordinal);
        AssertClean(done);
    }

    [NeedsFact("python3")]
    public async Task A_source_that_answers_with_another_video_replaces_no_document()
    {
        using var program = FakeYtDlp.With(Print(new { id = "standvictim", title = "Forged" }));
        await using var media = await GatewayApp.StartAsync(
            null, "Sources:Chain=yt-dlp", $"Sources:YtDlp:Program={program.Program}", "Jobs:MaxAttempts=1",
            "Sources:YtDlp:RequestsPerMinute=100000");

        var done = await media.UntilDoneAsync(await media.SubmitAsync(Video));

        Assert.Equal("Failed", done.GetProperty("jobs")[0].GetProperty("state").GetString());
        using var victim = await media.Client.GetAsync("/videos/standvictim");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, victim.StatusCode);
    }

    private static void AssertClean(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    AssertClean(member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    AssertClean(item);
                break;
            case JsonValueKind.String:
                var text = element.GetString()!;
                Assert.True(text.Length <= 20_000, $"{text.Length} characters");
                Assert.DoesNotContain(text, one => (char.IsControl(one) && one != '\n')
                    || one is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
                break;
            default:
                break;
        }
    }

    private static string[] Settings(FakeYtDlp program, CannedServer server, string folder) =>
    [
        "Sources:Chain=yt-dlp", $"Sources:YtDlp:Program={program.Program}", "Sources:YtDlp:RequestsPerMinute=100000",
        $"Media:BaseAddress={server.Address}", $"Media:WorkPath={folder}/a/b/c/work", $"Data:Path={folder}/data",
        "Jobs:MaxAttempts=1",
    ];

    private static async Task<JsonElement> RunAsync(GatewayApp media, object options)
    {
        var body = JsonSerializer.SerializeToNode(options)!.AsObject();
        body["links"] = Video;
        using var answer = await media.Client.PostAsJsonAsync("/links", body);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        return (await media.UntilDoneAsync(id)).GetProperty("jobs")[0];
    }

    private static FakeYtDlp Program(object format)
    {
        var node = JsonSerializer.SerializeToNode(format)!;
        node["url"] = "https://x.googlevideo.com/videoplayback";
        node["protocol"] = "https";
        return FakeYtDlp.With(Print(new { id = Video, title = "t", formats = new[] { node } }));
    }

    private static string Print(object answer) =>
        $"print({JsonSerializer.Serialize(JsonSerializer.Serialize(answer))})";

    private static Task<CannedServer> ServeAsync(byte[] content) => CannedServer.StartAsync(async http =>
    {
        http.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(content);
    });
}
