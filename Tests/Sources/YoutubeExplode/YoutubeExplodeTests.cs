using Extraction.Sources;
using Jobs.Failures;
using StandIn;
using StandIn.Requests;
using StandIn.Settings;

namespace Tests.Sources.YoutubeExplode;

public sealed class YoutubeExplodeTests
{
    [Theory]
    [MemberData(nameof(Recorded.Videos), MemberType = typeof(Recorded))]
    public async Task It_returns_the_recorded_video(string id, string title, string author, int seconds)
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var video = await Recorded.FoundAsync(sources[SourcesHost.YoutubeExplode], id);

        Assert.Equal((id, title, author), (video.Id, video.Title, video.Author));
        Recorded.IsDetailed(video, seconds);
        Assert.NotNull(video.PublishedAt);
        Assert.NotNull(video.Category);
        Assert.True(video.IsFamilySafe);
    }

    [Fact]
    public async Task A_video_takes_two_requests_and_no_stream_is_touched()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);
        var source = sources[SourcesHost.YoutubeExplode];
        await Recorded.FoundAsync(source, "tjz2u2DiveM");
        standIn.Requests.Reset();
        var before = source.Budget.Left;

        var video = await Recorded.FoundAsync(source, "M4gD1WSo5mA");

        Assert.NotEmpty(video.Captions);
        Assert.Equal(2, standIn.Requests.Report().Asked);
        Assert.Equal(1, standIn.Requests.AskedOn(SourceRoute.Watch));
        Assert.Equal(1, standIn.Requests.AskedOn(SourceRoute.Player));
        Assert.InRange(source.Budget.Left, before - 1, before);
    }

    [Fact]
    public async Task A_live_stream_is_returned_without_streams()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var video = await Recorded.FoundAsync(sources[SourcesHost.YoutubeExplode], Recorded.Live);

        Assert.Null(video.Duration);
        Assert.True(video.IsLive);
        Assert.Empty(video.Streams);
    }

    [Theory]
    [MemberData(nameof(Recorded.Unavailable), MemberType = typeof(Recorded))]
    public async Task It_returns_the_recorded_reason(string id, string reason)
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YoutubeExplode], id);

        Assert.Equal(new Failure(FailureKind.Unavailable, reason), failure with { Code = null });
    }

    [Theory]
    [InlineData(nameof(ErrorRates.TooManyRequests), FailureKind.RateLimited)]
    [InlineData(nameof(ErrorRates.ServerError), FailureKind.Transient)]
    [InlineData(nameof(ErrorRates.Reset), FailureKind.Transient)]
    [InlineData(nameof(ErrorRates.Garbage), FailureKind.SourceBroken)]
    public async Task Each_error_of_the_site_has_its_failure_kind(string error, FailureKind kind)
    {
        await using var standIn = await StandInHost.StartAsync(new StandInSettings { Errors = Faults.Only(error) });
        using var sources = SourcesHost.At(standIn);

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YoutubeExplode], "M4gD1WSo5mA");

        Assert.True(kind == failure.Kind, failure.ToString());
    }

    [Fact]
    public async Task The_wait_that_429_asks_for_is_kept()
    {
        await using var standIn = await StandInHost.StartAsync(new StandInSettings
        {
            Errors = new ErrorRates { TooManyRequests = 1 }, RetryAfter = TimeSpan.FromSeconds(77),
        });
        using var sources = SourcesHost.At(standIn);

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YoutubeExplode], "M4gD1WSo5mA");

        Assert.Equal(TimeSpan.FromSeconds(77), failure.RetryAfter);
    }

    [Fact]
    public async Task Its_own_retries_are_charged()
    {
        await using var standIn = await StandInHost.StartAsync(
            new StandInSettings { Errors = new ErrorRates { ServerError = 1 } });
        using var sources = SourcesHost.At(standIn, ("Sources:YoutubeExplode:RequestsPerMinute", "100"));
        var source = sources[SourcesHost.YoutubeExplode];
        Assert.True(source.Budget.TryTake());

        await Recorded.FailureAsync(source, "M4gD1WSo5mA");

        var asked = standIn.Requests.Report().Asked;
        Assert.True(asked > 1);
        Assert.InRange(source.Budget.Left, 100 - asked, 100 - asked + 5);
    }

    [Fact]
    public async Task A_slow_site_ends_with_the_timeout()
    {
        await using var standIn = await StandInHost.StartAsync(
            new StandInSettings { Latency = TimeSpan.FromMinutes(1) });
        using var sources = SourcesHost.At(standIn, ("Sources:YoutubeExplode:Timeout", "00:00:01"));

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YoutubeExplode], "M4gD1WSo5mA");

        Assert.Equal(new Failure(FailureKind.Transient, "www.youtube.com did not answer within 1 s.",
            Code: SourceFailureCodes.Unreachable), failure);
    }
}
