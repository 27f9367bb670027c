using Extraction.Sources;
using Extraction.Videos;
using Jobs.Failures;
using Tests.Support;
using static Tests.Extraction.Sources.ChainWorld;

namespace Tests.Extraction.Sources;

/// <summary>Tests budgets, pauses, and circuits of the sources in a chain.</summary>
public sealed class SourceLimitsTests : IDisposable
{
    private readonly ChainWorld world = new();

    private ManualClock Clock => world.Clock;

    private FakeSource Primary => world.Primary;

    private FakeSource Fallback => world.Fallback;

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(SourceFailureCodes.SourceBusy)]
    [InlineData(SourceFailureCodes.BudgetSpent)]
    public async Task A_limit_of_our_own_does_not_pause_the_source(string code)
    {
        var chain = world.Chain(Primary);
        Primary.Answer = (_, _) => Task.FromResult<SourceAnswer<Video>>(new SourceFailure(
            FailureKind.RateLimited, "All processes are in use.", TimeSpan.FromSeconds(1), code));

        var failure = Failed(await world.AskAsync(chain)).Failure;
        await world.AskAsync(chain);

        Assert.Equal((FailureKind.RateLimited, code), (failure.Kind, failure.Code));
        Assert.Contains("All processes are in use", failure.Reason, StringComparison.Ordinal);
        Assert.Null(chain.Status()[0].CircuitOpenUntil);
        Assert.Equal(2, Primary.Asked);
    }

    [Fact]
    public async Task A_source_that_takes_its_own_requests_is_asked_without_one()
    {
        var source = new FakeSource(First, Clock, requestsPerMinute: 1) { TakesOwnBudget = true };

        for (var i = 0; i < 3; i++)
            Found(await world.AskAsync(world.Chain(source)));

        Assert.Equal(3, source.Asked);
        Assert.Equal(1, source.Budget.Left);
    }

    [Fact]
    public async Task A_source_that_takes_its_own_requests_waits_for_a_shared_rate_itself()
    {
        var source = new FakeSource(First, Clock, requestsPerMinute: 1) { TakesOwnBudget = true };
        var chain = world.SharedChain(source);
        Assert.True(await source.Budget.TryTakeAsync(CancellationToken.None));
        Assert.False(await source.Budget.TryTakeAsync(CancellationToken.None));

        var answer = await world.AskAsync(chain).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(First, Found(answer).Source);
        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task A_source_that_asks_for_a_pause_gets_it_and_is_then_probed_by_one_request()
    {
        Primary.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(30));
        var chain = world.Chain(Primary, Fallback);
        await world.AskAsync(chain);
        await world.AskAsync(chain);
        Assert.Equal(1, Primary.Asked);
        Assert.Equal(Clock.GetUtcNow() + TimeSpan.FromSeconds(30), chain.Status()[0].CircuitOpenUntil);

        Clock.Advance(TimeSpan.FromSeconds(30));
        var probe = new TaskCompletionSource<SourceAnswer<Video>>();
        Primary.Answer = (_, _) => probe.Task;
        var probing = world.AskAsync(chain);
        await world.AskAsync(chain);
        Assert.Equal(2, Primary.Asked);

        probe.SetResult(FakeSource.Of(Id, Primary.Name, Clock.GetUtcNow()));
        await probing;
        await world.AskAsync(chain);
        Assert.Equal(3, Primary.Asked);
    }

    [Fact]
    public async Task A_source_with_a_spent_budget_is_skipped_and_not_waited_for()
    {
        var thrifty = new FakeSource(First, Clock, requestsPerMinute: 1);
        var chain = world.Chain(thrifty, Fallback);

        await world.AskAsync(chain);
        await world.AskAsync(chain);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await world.AskAsync(chain);

        Assert.Equal((2, 1), (thrifty.Asked, Fallback.Asked));
    }

    [Fact]
    public async Task A_job_without_a_request_waits_for_its_turn_and_is_told_when_the_next_request_comes()
    {
        var thrifty = new FakeSource(First, Clock, requestsPerMinute: 6);
        Fallback.Fails(FailureKind.SourceBroken, "It changed.");
        var chain = world.Chain(thrifty, Fallback);
        for (var taken = 0; taken < 6; taken++)
            await world.AskAsync(chain);

        var failures = new List<Failure>();
        for (var waiting = 0; waiting < 3; waiting++)
            failures.Add(Failed(await world.AskAsync(chain)).Failure);

        Assert.All(failures, failure => Assert.Equal(
            (FailureKind.RateLimited, true), (failure.Kind, failure.WaitsForTurn)));
        Assert.Equal([60, 60, 60], failures.Select(failure => Math.Round(failure.RetryAfter!.Value.TotalSeconds)));
        Assert.Equal(
            "No source returned the video: youtube-explode: Its 6 requests per minute are used up; yt-dlp: It changed.",
            failures[0].Reason);
    }

    [Fact]
    public async Task The_shorter_of_two_pauses_counts()
    {
        Primary.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(90));
        Fallback.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(20));

        var failure = Failed(await world.AskAsync(world.Chain(Primary, Fallback))).Failure;

        Assert.Equal(TimeSpan.FromSeconds(20), failure.RetryAfter);
    }

    [Fact]
    public async Task Cancellation_is_thrown_and_releases_the_probe()
    {
        Primary.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(1));
        var chain = world.Chain(Primary);
        await world.AskAsync(chain);
        Clock.Advance(TimeSpan.FromSeconds(1));
        using var cancellation = new CancellationTokenSource();
        Primary.Answer = async (_, token) =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("not reached");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => chain.GetAsync(Id, world.Stages.Add, cancellation.Token));

        Primary.Answer = (id, _) => Task.FromResult<SourceAnswer<Video>>(
            FakeSource.Of(id, Primary.Name, Clock.GetUtcNow()));
        Found(await world.AskAsync(chain));
    }
}
