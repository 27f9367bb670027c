using System.Net;
using System.Net.Http.Json;
using StandIn;

namespace Tests.StandIn;

public sealed class MediaFaultTests : IAsyncLifetime
{
    private const string Stream = "videoplayback?id=standabcdef&itag=140";

    private StandInHost standIn = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        // Bytes are enough here.
        standIn = await StandInHost.StartAsync(
            new() { SyntheticMediaBytes = 500_000 }, new() { Ffmpeg = "no-such-program" });
        http = new HttpClient { BaseAddress = standIn.BaseAddress };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await standIn.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_is_cut_as_often_as_was_set_and_can_be_resumed()
    {
        var whole = await http.GetByteArrayAsync(Stream);
        standIn.Settings = standIn.Settings with { Media = new() { CutAfter = 100_000, Times = 2 } };

        var got = new MemoryStream();
        var cuts = 0;
        while (got.Length < whole.Length)
            cuts += await ReadAsync($"{Stream}&range={got.Length}-{whole.Length - 1}", got) ? 0 : 1;

        Assert.Equal(2, cuts);
        Assert.Equal(whole, got.ToArray());
    }

    [Fact]
    public async Task A_stalled_stream_gives_its_first_bytes_and_no_end()
    {
        standIn.Settings = standIn.Settings with { Media = new() { StallAfter = 1_000 } };
        using var answer = await http.GetAsync(Stream, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();

        await body.ReadExactlyAsync(new byte[1_000]);
        using var waitLimit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => body.ReadExactlyAsync(new byte[1], waitLimit.Token).AsTask());
    }

    [Fact]
    public async Task An_address_expires_until_the_player_is_asked_again()
    {
        standIn.Settings = standIn.Settings with { Media = new() { ForbiddenAfter = 200_000 } };

        await http.GetByteArrayAsync($"{Stream}&range=0-199999");
        using var expired = await http.GetAsync($"{Stream}&range=200000-300000");
        using var player = await http.PostAsJsonAsync("youtubei/v1/player", new { videoId = "standabcdef" });
        using var again = await http.GetAsync($"{Stream}&range=200000-300000");

        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(-1_000)]
    public async Task A_file_can_be_longer_or_shorter_than_the_player_said(int by)
    {
        standIn.Settings = standIn.Settings with { Media = new() { WrongLengthBy = by } };

        var whole = await http.GetByteArrayAsync(Stream);

        Assert.Equal(500_000 + by, whole.Length);
    }

    /// <returns>Whether it came to its end.</returns>
    private async Task<bool> ReadAsync(string address, Stream into)
    {
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        try
        {
            await answer.Content.CopyToAsync(into);
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
