using Extraction.Sources;
using Jobs.Failures;
using StandIn;
using StandIn.Settings;
using Tests.Support;

namespace Tests.Sources;

[Collection(ProgramTests.Name)]
public sealed class YtDlpSourceTests
{
    [NeedsFact("yt-dlp")]
    public async Task It_reports_its_version()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var readiness = await sources[SourcesHost.YtDlp].ReadinessAsync(CancellationToken.None);

        Assert.True(readiness.IsReady);
        Assert.Matches(@"^\d{4}\.\d\d\.\d\d", readiness.Detail!);
    }

    [NeedsTheory("yt-dlp")]
    [MemberData(nameof(Recorded.Videos), MemberType = typeof(Recorded))]
    public async Task It_returns_the_recorded_video(string id, string title, string author, int seconds)
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var video = await Recorded.FoundAsync(sources[SourcesHost.YtDlp], id);

        Assert.Equal((id, title, author), (video.Id, video.Title, video.Author));
        Recorded.IsDetailed(video, seconds);
    }

    [NeedsFact("yt-dlp")]
    public async Task It_returns_the_captions()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var video = await Recorded.FoundAsync(sources[SourcesHost.YtDlp], "M4gD1WSo5mA");

        Assert.Contains(video.Captions, track => track is { Language: "en", Kind: "manual" });
    }

    [NeedsTheory("yt-dlp")]
    [MemberData(nameof(Recorded.Unavailable), MemberType = typeof(Recorded))]
    public async Task It_returns_the_recorded_reason(string id, string reason)
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn);

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YtDlp], id);

        Assert.Equal(new Failure(FailureKind.Unavailable, reason), failure with { Code = null });
    }

    public static readonly TheoryData<string, FailureKind[]> Errors = new()
    {
        { nameof(ErrorRates.TooManyRequests), [FailureKind.RateLimited] },
        { nameof(ErrorRates.ServerError), [FailureKind.Transient] },
        { nameof(ErrorRates.Reset), [FailureKind.Transient] },
        { nameof(ErrorRates.Garbage), [FailureKind.SourceBroken, FailureKind.Transient] },
    };

    [NeedsTheory("yt-dlp")]
    [MemberData(nameof(Errors))]
    public async Task Each_error_of_the_site_has_its_failure_kind(string error, FailureKind[] kinds)
    {
        await using var standIn = await StandInHost.StartAsync(new StandInSettings { Errors = Faults.Only(error) });
        using var sources = SourcesHost.At(standIn);

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YtDlp], "M4gD1WSo5mA");

        Assert.True(kinds.Contains(failure.Kind), failure.ToString());
    }

    [NeedsFact("yt-dlp")]
    public async Task A_run_that_takes_too_long_is_ended()
    {
        await using var standIn = await StandInHost.StartAsync(
            new StandInSettings { Latency = TimeSpan.FromMinutes(1) });
        using var sources = SourcesHost.At(standIn, ("Sources:YtDlp:Timeout", "00:00:02"));

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YtDlp], "M4gD1WSo5mA");

        Assert.Equal(new Failure(FailureKind.Transient, "yt-dlp did not finish within 2 s."), failure);
    }

    [NeedsFact("yt-dlp")]
    public async Task Without_a_network_it_says_that_youtube_cannot_be_reached()
    {
        var closed = await CannedServer.StartAsync(200, "");
        var address = closed.Address;
        await closed.DisposeAsync();
        using var sources = SourcesHost.At(address, ("Sources:YtDlp:Proxy", address.ToString()));

        var failure = await Recorded.FailureAsync(sources[SourcesHost.YtDlp], "M4gD1WSo5mA");

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.StartsWith("yt-dlp can't reach YouTube: ", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_program_is_not_ready()
    {
        await using var standIn = await StandInHost.StartAsync();
        using var sources = SourcesHost.At(standIn, ("Sources:YtDlp:Program", "no-such-yt-dlp"));

        var readiness = await sources[SourcesHost.YtDlp].ReadinessAsync(CancellationToken.None);

        Assert.Equal(
            new SourceReadiness(
                false,
                "The program no-such-yt-dlp was not found: install yt-dlp, or set Sources:YtDlp:Program to its path."),
            readiness);
    }
}
