using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using StandIn;
using StandIn.Media;
using Tests.Support;

namespace Tests.StandIn;

public sealed class MediaTests : IAsyncLifetime
{
    // The smallest recorded stream: audio of eleven seconds.
    private const string Audio = "videoplayback?id=tjz2u2DiveM&itag=139&clen=68738";
    private const int AudioLength = 68_738;

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"stand-in-tests-{Guid.NewGuid():N}");
    private StandInHost standIn = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        standIn = await StandInHost.StartAsync(options: new() { MediaPath = folder });
        http = new HttpClient { BaseAddress = standIn.BaseAddress };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await standIn.DisposeAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Ranges_of_the_header_and_of_the_query_are_parts_of_the_same_stream()
    {
        var whole = await http.GetByteArrayAsync(Audio);

        var byQuery = new List<byte>();
        for (var from = 0; from < AudioLength; from += 20_000)
            byQuery.AddRange(await http.GetByteArrayAsync($"{Audio}&range={from}-{from + 19_999}"));
        using var request = new HttpRequestMessage(HttpMethod.Get,
            Audio) { Headers = { Range = new RangeHeaderValue(1_000, 1_999) } };
        using var part = await http.SendAsync(request);

        Assert.Equal(AudioLength, whole.Length);
        Assert.Equal(whole, byQuery);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(1_000, 1_999, AudioLength), part.Content.Headers.ContentRange);
        Assert.Equal(whole[1_000..2_000], await part.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("bytes=68738-", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=-10", HttpStatusCode.PartialContent)]
    [InlineData("bytes=0-1,5-6", HttpStatusCode.OK)]
    [InlineData("lines=0-1", HttpStatusCode.OK)]
    public async Task A_range_header_is_answered_as_the_standard_says(string range, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Audio);
        request.Headers.TryAddWithoutValidation("Range", range);

        using var answer = await http.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData(Audio + "&range=68738-68739")]
    [InlineData(Audio + "&range=5-4")]
    [InlineData(Audio + "&range=nonsense")]
    [InlineData("videoplayback?id=tjz2u2DiveM&itag=999")]
    [InlineData("videoplayback?id=X4VbdwhkE10&itag=140&clen=")]
    [InlineData("videoplayback?id=8VajtrESJzA&itag=140")]
    public async Task What_is_not_there_is_not_found(string address)
    {
        using var answer = await http.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_head_request_tells_the_length_without_making_media()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, Audio);

        using var answer = await http.SendAsync(request);
        var end = await http.GetByteArrayAsync($"{Audio}&range={AudioLength - 2}-{AudioLength - 1}");

        Assert.Equal(AudioLength, answer.Content.Headers.ContentLength);
        Assert.Equal("audio/mp4", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(2, end.Length);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Synthetic_streams_differ_by_video_and_have_the_length_that_is_set()
    {
        standIn.Settings = standIn.Settings with { SyntheticMediaBytes = 300_000 };

        var one = await http.GetByteArrayAsync("videoplayback?id=standaaaaaa&itag=251");
        var same = await http.GetByteArrayAsync("videoplayback?id=standaaaaaa&itag=251");
        var other = await http.GetByteArrayAsync("videoplayback?id=standbbbbbb&itag=251");

        Assert.Equal(300_000, one.Length);
        Assert.Equal(SHA256.HashData(one), SHA256.HashData(same));
        Assert.NotEqual(SHA256.HashData(one), SHA256.HashData(other));
    }

    [Fact]
    public async Task Without_ffmpeg_a_stream_is_bytes_of_the_same_length()
    {
        await using var without = await StandInHost.StartAsync(
            options: new() { MediaPath = folder, Ffmpeg = "no-such-program" });
        using var client = new HttpClient { BaseAddress = without.BaseAddress };

        var whole = await client.GetByteArrayAsync(Audio);
        var part = await client.GetByteArrayAsync($"{Audio}&range=13-4711");

        Assert.Equal(AudioLength, whole.Length);
        Assert.Equal(whole[13..4712], part);
    }

    [Fact]
    public void Filling_from_any_place_gives_the_same_bytes()
    {
        var whole = new byte[200];
        MediaBytes.Fill(7, 1_000, whole);

        Assert.All(Enumerable.Range(0, 100), from =>
        {
            var part = new byte[37];
            MediaBytes.Fill(7, 1_000 + from, part);
            Assert.Equal(whole[from..(from + 37)], part);
        });
    }

    [NeedsTheory("ffmpeg", "ffprobe")]
    [InlineData("tjz2u2DiveM", 134, "h264", "mov,mp4,m4a,3gp,3g2,mj2", 10.866)]
    [InlineData("tjz2u2DiveM", 243, "vp9", "matroska,webm", 10.866)]
    [InlineData("tjz2u2DiveM", 140, "aac", "mov,mp4,m4a,3gp,3g2,mj2", 11.075)]
    [InlineData("tjz2u2DiveM", 251, "opus", "matroska,webm", 11.041)]
    [InlineData("M4gD1WSo5mA", 160, "h264", "mov,mp4,m4a,3gp,3g2,mj2", 720.678)]
    [InlineData("standaaaaaa", 18, "h264,aac", "mov,mp4,m4a,3gp,3g2,mj2", 0)]
    public async Task A_stream_plays_in_the_recorded_form(
        string id, int itag, string codecs, string container, double seconds)
    {
        var file = Path.Combine(folder, "stream");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(file, await http.GetByteArrayAsync($"videoplayback?id={id}&itag={itag}"));

        var probe = await Probe.RunAsync(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "format=format_name,duration:stream=codec_name",
            "-of",
            "default=nk=1:nw=1",
            file);
        var decode = await Probe.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-i", file, "-f", "null", "-");

        var lines = probe.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(codecs.Split(','), lines[..^2]);
        Assert.Equal(container, lines[^2]);
        if (seconds > 0)
            Assert.Equal(seconds, double.Parse(lines[^1], System.Globalization.CultureInfo.InvariantCulture), 0.2);
        Assert.Equal((0, ""), (decode.ExitCode, decode.Errors));
    }
}
