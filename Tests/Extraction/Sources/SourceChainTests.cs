using System.Diagnostics.Metrics;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Telemetry;
using Jobs;
using Jobs.Failures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.Support;

namespace Tests.Extraction.Sources;

public sealed class SourceChainTests : IDisposable
{
    private static readonly VideoId Id = VideoId.Parse("M4gD1WSo5mA");

    private readonly ManualClock clock = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<Stage> stages = [];
    private readonly FakeSource first;
    private readonly FakeSource second;

    public SourceChainTests()
    {
        first = new FakeSource(SourceNames.YoutubeExplode, clock);
        second = new FakeSource(SourceNames.YtDlp, clock);
    }

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task The_first_that_answers_wins()
    {
        var result = await AskAsync(Chain(first, second));

        Assert.Equal(first.Name, Assert.IsType<SourceResult.Found>(result).Video.Source);
        Assert.Equal(0, second.Asked);
        Assert.Equal([("source youtube-explode", "ok")], stages.Select(stage => (stage.Name, stage.Result)));
    }

    [Theory]
    [InlineData(FailureKind.Transient)]
    [InlineData(FailureKind.SourceBroken)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Invalid)]
    public async Task What_one_cannot_do_the_next_is_asked(FailureKind kind)
    {
        first.Fails(kind, "It has a cold.");

        var result = await AskAsync(Chain(first, second));

        Assert.Equal(second.Name, Assert.IsType<SourceResult.Found>(result).Video.Source);
        Assert.Equal(["It has a cold.", "ok"], stages.Select(stage => stage.Result));
    }

    [Fact]
    public async Task A_video_that_is_not_to_be_had_ends_the_chain()
    {
        first.Fails(FailureKind.Unavailable, "This video is private.");

        var result = await AskAsync(Chain(first, second));

        Assert.Equal(
            new Failure(FailureKind.Unavailable, "This video is private."),
            Assert.IsType<SourceResult.Failed>(result).Failure);
        Assert.Equal(0, second.Asked);
    }

    [Fact]
    public async Task A_refusal_that_another_source_need_not_share_does_not_end_it()
    {
        first.Fails(FailureKind.Unavailable, "It must not be embedded.", isFinal: false);

        Assert.IsType<SourceResult.Found>(await AskAsync(Chain(first, second)));

        second.Fails(FailureKind.Unavailable, "It must not be embedded.", isFinal: false);
        var failed = Assert.IsType<SourceResult.Failed>(await AskAsync(Chain(first, second)));
        Assert.Equal(FailureKind.Unavailable, failed.Failure.Kind);
    }

    [Fact]
    public async Task A_source_that_asks_for_a_pause_is_left_alone_for_it_and_then_tried_by_one()
    {
        first.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(30));
        var chain = Chain(first, second);
        await AskAsync(chain);
        await AskAsync(chain);
        Assert.Equal(1, first.Asked);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(30), chain.Status()[0].CircuitOpenUntil);

        clock.Advance(TimeSpan.FromSeconds(30));
        var probe = new TaskCompletionSource<SourceResult>();
        first.Answer = (_, _) => probe.Task;
        var probing = AskAsync(chain);
        await AskAsync(chain);
        Assert.Equal(2, first.Asked);

        probe.SetResult(new SourceResult.Found(FakeSource.Of(Id, first.Name, clock.GetUtcNow())));
        await probing;
        await AskAsync(chain);
        Assert.Equal(3, first.Asked);
    }

    [Fact]
    public async Task A_spent_budget_is_passed_over_and_not_waited_for()
    {
        var thrifty = new FakeSource(SourceNames.YoutubeExplode, clock, requestsPerMinute: 1);
        var chain = Chain(thrifty, second);

        await AskAsync(chain);
        await AskAsync(chain);
        clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(chain);

        Assert.Equal((2, 1), (thrifty.Asked, second.Asked));
    }

    [Fact]
    public async Task Who_only_has_to_wait_is_told_a_turn_each_later_than_the_one_before()
    {
        var thrifty = new FakeSource(SourceNames.YoutubeExplode, clock, requestsPerMinute: 6);
        second.Fails(FailureKind.SourceBroken, "It changed.");
        var chain = Chain(thrifty, second);
        for (var taken = 0; taken < 6; taken++)
            await AskAsync(chain);

        var failures = new List<Failure>();
        for (var waiting = 0; waiting < 3; waiting++)
            failures.Add(Assert.IsType<SourceResult.Failed>(await AskAsync(chain)).Failure);

        Assert.All(failures, failure => Assert.Equal(FailureKind.RateLimited, failure.Kind));
        Assert.Equal([10, 20, 30], failures.Select(failure => Math.Round(failure.RetryAfter!.Value.TotalSeconds)));
        Assert.Equal(
            "No source gave the video: youtube-explode: Its 6 requests a minute are used up; yt-dlp: It changed.",
            failures[0].Reason);
    }

    [Theory]
    [InlineData(FailureKind.Transient, FailureKind.SourceBroken, FailureKind.Transient)]
    [InlineData(FailureKind.SourceBroken, FailureKind.SourceBroken, FailureKind.SourceBroken)]
    [InlineData(FailureKind.RateLimited, FailureKind.RateLimited, FailureKind.RateLimited)]
    [InlineData(FailureKind.SourceBroken, FailureKind.RateLimited, FailureKind.RateLimited)]
    public async Task When_none_answers_the_failure_is_what_a_retry_may_help(
        FailureKind one, FailureKind other, FailureKind combined)
    {
        first.Fails(one, "One.");
        second.Fails(other, "Other.");

        var failure = Assert.IsType<SourceResult.Failed>(await AskAsync(Chain(first, second))).Failure;

        Assert.Equal(
            (combined, "No source gave the video: youtube-explode: One; yt-dlp: Other."),
            (failure.Kind, failure.Reason));
    }

    [Fact]
    public async Task The_soonest_of_two_pauses_counts()
    {
        first.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(90));
        second.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(20));

        var failure = Assert.IsType<SourceResult.Failed>(await AskAsync(Chain(first, second))).Failure;

        Assert.Equal(TimeSpan.FromSeconds(20), failure.RetryAfter);
    }

    [Fact]
    public async Task A_source_that_is_not_ready_or_not_there_is_left_out_with_its_reason()
    {
        second.Readiness = new SourceReadiness(false, "The program is not there.");
        var chain = Chain(second);

        var failure = Assert.IsType<SourceResult.Failed>(await AskAsync(chain)).Failure;

        Assert.Equal(0, second.Asked);
        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Contains("yt-dlp: The program is not there", failure.Reason, StringComparison.Ordinal);
        Assert.Contains("youtube-api: This build does not have it", failure.Reason, StringComparison.Ordinal);
        Assert.Equal(
            [("yt-dlp", false), ("youtube-explode", false), ("youtube-api", false)],
            chain.Status().Select(status => (status.Name, status.IsReady!.Value)));
    }

    [Fact]
    public async Task A_bug_in_a_source_does_not_keep_the_next_from_being_asked()
    {
        first.Answer = (_, _) => throw new InvalidOperationException("bug");

        Assert.IsType<SourceResult.Found>(await AskAsync(Chain(first, second)));
        Assert.Equal("It failed with InvalidOperationException; the log has the details.", stages[0].Result);
    }

    [Fact]
    public async Task Cancellation_is_thrown_and_frees_the_probe()
    {
        first.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(1));
        var chain = Chain(first);
        await AskAsync(chain);
        clock.Advance(TimeSpan.FromSeconds(1));
        using var cancellation = new CancellationTokenSource();
        first.Answer = async (_, token) =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("not reached");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => chain.GetAsync(Id, stages.Add, cancellation.Token));

        first.Answer = (id, _) => Task.FromResult<SourceResult>(
            new SourceResult.Found(FakeSource.Of(id, first.Name, clock.GetUtcNow())));
        Assert.IsType<SourceResult.Found>(await AskAsync(chain));
    }

    [Theory]
    [InlineData("", "names no source")]
    [InlineData(" , ", "names no source")]
    [InlineData("yt-dlp, ytdlp", "\"ytdlp\", which is no source")]
    public void A_chain_that_names_no_source_is_refused(string chain, string part)
    {
        var options = new SourcesOptions { Chain = chain };

        var problem = Assert.Single(options.Validate(new(options)));

        Assert.Contains(part, problem.ErrorMessage, StringComparison.Ordinal);
    }

    private Task<SourceResult> AskAsync(SourceChain chain) => chain.GetAsync(Id, stages.Add, CancellationToken.None);

    private SourceChain Chain(params FakeSource[] sources) => new(
        sources,
        Options.Create(new SourcesOptions { Chain = Names(sources) }),
        new ExtractionTelemetry(services.GetRequiredService<IMeterFactory>()),
        clock,
        NullLogger<SourceChain>.Instance);

    /// <summary>One source alone stands in the default chain, whose others are then missing.</summary>
    private static string Names(FakeSource[] sources) => sources is [{ Readiness.IsReady: false }]
        ? string.Join(',', SourceNames.YoutubeExplode, SourceNames.YtDlp, SourceNames.YouTubeApi)
        : string.Join(',', sources.Select(source => source.Name));
}
