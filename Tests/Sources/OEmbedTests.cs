using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using StandIn;

namespace Tests.Sources;

public sealed class OEmbedTests
{
    [Theory]
    [MemberData(nameof(Recorded.Videos), MemberType = typeof(Recorded))]
    public async Task It_returns_title_author_and_thumbnail_and_nothing_else(
        string id, string title, string author, int seconds)
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var video = await Recorded.FoundAsync(sources[SourcesHost.YouTubeApi], id);

        Assert.Equal((id, title, author), (video.Id, video.Title, video.Author));
        Assert.Equal(("youtube-api", "oembed"), (video.Source, video.SourceClient));
        Assert.Single(video.Thumbnails);
        Assert.True(seconds > 0 && video is { Duration: null, ViewCount: null, Description: null, UploadedAt: null });
    }

    [Fact]
    public async Task A_private_video_is_unavailable()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YouTubeApi], Recorded.PrivateVideo);

        Assert.Equal(FailureKind.Unavailable, failure.Kind);
    }

    [Theory]
    [InlineData(400, FailureKind.Unavailable, true)]
    [InlineData(401, FailureKind.Unavailable, false)]
    [InlineData(403, FailureKind.Unavailable, true)]
    [InlineData(404, FailureKind.Unavailable, true)]
    [InlineData(418, FailureKind.SourceBroken, true)]
    [InlineData(302, FailureKind.SourceBroken, true)]
    [InlineData(429, FailureKind.RateLimited, true)]
    [InlineData(500, FailureKind.Transient, true)]
    [InlineData(503, FailureKind.Transient, true)]
    public async Task Each_status_has_its_failure_kind(int status, FailureKind kind, bool isFinal)
    {
        await using var server = await CannedServer.StartAsync(status, "", ("Location", "https://example.com/"));
        using var sources = SourcesHost.At(server.Address);

        var answer = await sources[SourcesHost.YouTubeApi].GetAsync(
            VideoId.Parse("M4gD1WSo5mA"), CancellationToken.None);

        var why = Assert.IsType<SourceAnswer<Video>.Failed>(answer).Why;
        Assert.Equal((kind, isFinal), (why.Failure.Kind, why.IsFinal));
        Assert.EndsWith(".", why.Failure.Reason, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("Forbidden")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"title\":5}")]
    public async Task A_malformed_answer_means_that_the_source_is_broken(string body)
    {
        await using var server = await CannedServer.StartAsync(200, body);
        using var sources = SourcesHost.At(server.Address);

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YouTubeApi], "M4gD1WSo5mA");

        Assert.Equal(FailureKind.SourceBroken, failure.Kind);
    }

    [Fact]
    public async Task The_wait_that_429_asks_for_is_kept()
    {
        await using var server = await CannedServer.StartAsync(429, "", ("Retry-After", "90"));
        using var sources = SourcesHost.At(server.Address);

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YouTubeApi], "M4gD1WSo5mA");

        Assert.Equal(TimeSpan.FromSeconds(90), failure.RetryAfter);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_not_read()
    {
        await using var server = await CannedServer.StartAsync(200, new string(' ', 100_000));
        using var sources = SourcesHost.At(server.Address, ("Sources:YouTubeApi:MaxResponse", "50000"));

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YouTubeApi], "M4gD1WSo5mA");

        Assert.Equal(FailureKind.SourceBroken, failure.Kind);
    }

    [Fact]
    public async Task A_slow_answer_ends_with_the_timeout()
    {
        await using var server = await CannedServer.StartAsync(
            http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using var sources = SourcesHost.At(server.Address, ("Sources:YouTubeApi:Timeout", "00:00:00.3"));

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YouTubeApi], "M4gD1WSo5mA");

        Assert.Equal((FailureKind.Transient, "127.0.0.1 did not answer within 0.3 s."), (failure.Kind, failure.Reason));
    }

    [Fact]
    public async Task An_unreachable_host_is_named_in_a_sentence()
    {
        var server = await CannedServer.StartAsync(200, "");
        var address = server.Address;
        await server.DisposeAsync();
        using var sources = SourcesHost.At(address);

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YouTubeApi], "M4gD1WSo5mA");

        Assert.Equal(
            (FailureKind.Transient, "127.0.0.1 can't be reached: check this machine's network."),
            (failure.Kind, failure.Reason));
    }

    [Fact]
    public async Task A_caller_that_cancels_does_not_wait()
    {
        await using var server = await CannedServer.StartAsync(
            http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using var sources = SourcesHost.At(server.Address);
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => sources[SourcesHost.YouTubeApi].GetAsync(VideoId.Parse("M4gD1WSo5mA"), leaving.Token));
    }
}
