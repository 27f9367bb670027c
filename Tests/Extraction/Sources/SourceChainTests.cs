using Extraction.Sources;
using Jobs.Failures;
using static Tests.Extraction.Sources.ChainWorld;

namespace Tests.Extraction.Sources;

public sealed class SourceChainTests : IDisposable
{
    private readonly ChainWorld world = new();

    private FakeSource Primary => world.Primary;

    private FakeSource Fallback => world.Fallback;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task The_first_source_that_answers_wins()
    {
        var answer = await world.AskAsync(world.Chain(Primary, Fallback));

        Assert.Equal(Primary.Name, Found(answer).Source);
        Assert.Equal(0, Fallback.Asked);
        Assert.Equal([("source youtube-explode", "ok")], world.Stages.Select(stage => (stage.Name, stage.Result)));
    }

    [Theory]
    [InlineData(FailureKind.Transient)]
    [InlineData(FailureKind.SourceBroken)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Invalid)]
    public async Task When_one_source_fails_the_next_is_asked(FailureKind kind)
    {
        Primary.Fails(kind, "It is down.");

        var answer = await world.AskAsync(world.Chain(Primary, Fallback));

        Assert.Equal(Fallback.Name, Found(answer).Source);
        Assert.Equal(["It is down.", "ok"], world.Stages.Select(stage => stage.Result));
    }

    [Fact]
    public async Task An_unavailable_video_ends_the_chain()
    {
        Primary.Fails(FailureKind.Unavailable, "This video is private.");

        var answer = await world.AskAsync(world.Chain(Primary, Fallback));

        Assert.Equal(
            new Failure(FailureKind.Unavailable, "This video is private."),
            Failed(answer).Failure);
        Assert.Equal(0, Fallback.Asked);
    }

    [Fact]
    public async Task A_refusal_that_is_not_final_does_not_end_the_chain()
    {
        Primary.Fails(FailureKind.Unavailable, "It cannot be embedded.", isFinal: false);

        Found(await world.AskAsync(world.Chain(Primary, Fallback)));

        Fallback.Fails(FailureKind.Unavailable, "It cannot be embedded.", isFinal: false);
        var failed = Failed(await world.AskAsync(world.Chain(Primary, Fallback)));
        Assert.Equal(FailureKind.Unavailable, failed.Failure.Kind);
    }

    [Theory]
    [InlineData(FailureKind.Transient, FailureKind.SourceBroken, FailureKind.Transient)]
    [InlineData(FailureKind.SourceBroken, FailureKind.SourceBroken, FailureKind.SourceBroken)]
    [InlineData(FailureKind.RateLimited, FailureKind.RateLimited, FailureKind.RateLimited)]
    [InlineData(FailureKind.SourceBroken, FailureKind.RateLimited, FailureKind.RateLimited)]
    public async Task When_no_source_answers_the_failure_a_retry_may_fix_wins(
        FailureKind one, FailureKind other, FailureKind combined)
    {
        Primary.Fails(one, "One.");
        Fallback.Fails(other, "Other.");

        var failure = Failed(await world.AskAsync(world.Chain(Primary, Fallback))).Failure;

        Assert.Equal(
            (combined, "No source returned the video: youtube-explode: One; yt-dlp: Other."),
            (failure.Kind, failure.Reason));
    }

    [Fact]
    public async Task A_source_that_is_not_ready_or_missing_is_left_out_with_its_reason()
    {
        Fallback.Readiness = new SourceReadiness(false, "The program was not found.");
        var chain = world.Chain(Fallback);

        var failure = Failed(await world.AskAsync(chain)).Failure;

        Assert.Equal(0, Fallback.Asked);
        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Contains("yt-dlp: The program was not found", failure.Reason, StringComparison.Ordinal);
        Assert.Contains("youtube-api: This build does not include it", failure.Reason, StringComparison.Ordinal);
        Assert.Equal(
            [("yt-dlp", false), ("youtube-explode", false), ("youtube-api", false)],
            chain.Status().Select(status => (status.Name, status.IsReady!.Value)));
    }

    [Fact]
    public async Task A_bug_in_a_source_does_not_prevent_the_next_from_being_asked()
    {
        Primary.Answer = (_, _) => throw new InvalidOperationException("bug");

        Found(await world.AskAsync(world.Chain(Primary, Fallback)));
        Assert.Equal("It failed with InvalidOperationException; see the log for details.", world.Stages[0].Result);
    }

    [Theory]
    [InlineData("", "Sources:Chain lists no source: use one or more of yt-dlp, youtube-api.")]
    [InlineData(" , ", "Sources:Chain lists no source: use one or more of yt-dlp, youtube-api.")]
    [InlineData("yt-dlp, ytdlp",
        "Sources:Chain lists \"ytdlp\", which is not a source: use one or more of yt-dlp, youtube-api.")]
    public void A_chain_without_known_sources_is_refused(string chain, string problem)
    {
        var validator = new ChainValidator([new KnownSource(Second), new KnownSource(Third)]);

        var result = validator.Validate(null, new SourcesOptions { Chain = chain });

        Assert.Equal(problem, result.FailureMessage);
    }
}
