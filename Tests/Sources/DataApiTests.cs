using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using StandIn;
using StandIn.Requests;

namespace Tests.Sources;

public sealed class DataApiTests
{
    private const string Key = "a-key-that-nobody-may-see";

    [Theory]
    [MemberData(nameof(Recorded.Videos), MemberType = typeof(Recorded))]
    public async Task It_returns_the_recorded_video(string id, string title, string author, int seconds)
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = WithKey(standIn);

        var video = await Recorded.FoundAsync(sources[SourcesHost.YouTubeApi], id);

        Assert.Equal((id, title, author), (video.Id, video.Title, video.Author));
        Assert.Equal(TimeSpan.FromSeconds(seconds), video.Duration);
        Assert.Equal("videos.list", video.SourceClient);
        Assert.NotNull(video.Category);
        Assert.NotNull(video.PublishedAt);
        Assert.True(video.ViewCount > 0);
        Assert.StartsWith("UC", video.ChannelId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_stream_has_no_duration()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = WithKey(standIn);

        var video = await Recorded.FoundAsync(sources[SourcesHost.YouTubeApi], Recorded.Live);

        Assert.Null(video.Duration);
        Assert.True(video.IsLive);
    }

    [Fact]
    public async Task Fifty_videos_share_one_request_and_cost_one()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = WithKey(standIn, ("Sources:YouTubeApi:BatchWindow", "00:00:01"));
        var source = sources[SourcesHost.YouTubeApi];
        var ids = Enumerable.Range(0, 50).Select(n => VideoId.Parse($"standVid{n:000}")).ToArray();
        var before = source.Budget.Left;

        var answers = await Task.WhenAll(ids.Select(id => source.GetAsync(id, CancellationToken.None)));

        Assert.Equal(
            ids.Select(id => id.Value),
            answers.Select(answer => Assert.IsType<SourceAnswer<Video>.Found>(answer).Value.Id));
        Assert.Equal(1, standIn.Requests.AskedOn(SourceRoute.DataApi));
        Assert.Equal(before - 1, source.Budget.Left);
    }

    [Fact]
    public async Task Only_videos_missing_from_the_answer_are_unavailable()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = WithKey(standIn, ("Sources:YouTubeApi:BatchWindow", "00:00:00.2"));
        var source = sources[SourcesHost.YouTubeApi];

        var found = Recorded.FoundAsync(source, "tjz2u2DiveM");
        var missing = Recorded.FailureAsync(source, Recorded.PrivateVideo);

        Assert.Equal("dog", (await found).Title);
        Assert.Equal(FailureKind.Unavailable, (await missing).Kind);
        Assert.Equal(1, standIn.Requests.AskedOn(SourceRoute.DataApi));
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_cancel_the_others()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = WithKey(standIn, ("Sources:YouTubeApi:BatchWindow", "00:00:00.2"));
        var source = sources[SourcesHost.YouTubeApi];
        using var leaving = new CancellationTokenSource();

        var left = source.GetAsync(VideoId.Parse("cJ9to6EmElQ"), leaving.Token);
        var stayed = Recorded.FoundAsync(source, "tjz2u2DiveM");
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal("dog", (await stayed).Title);
    }

    [Theory]
    [InlineData(403, "quotaExceeded", FailureKind.RateLimited)]
    [InlineData(403, "rateLimitExceeded", FailureKind.RateLimited)]
    [InlineData(400, "keyInvalid", FailureKind.SourceBroken)]
    [InlineData(403, "accessNotConfigured", FailureKind.SourceBroken)]
    [InlineData(500, "backendError", FailureKind.Transient)]
    public async Task Each_refusal_has_its_failure_kind_and_never_shows_the_key(
        int status, string reason, FailureKind kind)
    {
        await using var server = await CannedServer.StartAsync(
            status,
            $$$"""{"error":{"code":{{{status}}},"message":"key={{{Key}}}","errors":[{"reason":"{{{reason}}}"}]}}""");
        using var sources = SourcesHost.At(server.Address, ("Sources:YouTubeApi:ApiKey", Key));

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YouTubeApi], "M4gD1WSo5mA");

        Assert.Equal(kind, failure.Kind);
        Assert.DoesNotContain(Key, failure.Reason, StringComparison.Ordinal);
        var request = Assert.Single(server.Requests);
        Assert.Equal(Key, request.Key);
        Assert.DoesNotContain(Key, request.Address, StringComparison.Ordinal);
    }

    private static SourcesHost WithKey(StandInHost standIn, params (string, string)[] settings) =>
        SourcesHost.At(standIn, [("Sources:YouTubeApi:ApiKey", Key), .. settings]);
}
