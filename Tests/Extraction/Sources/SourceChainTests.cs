using System.Diagnostics.Metrics;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs;
using Jobs.Failures;
using Jobs.Pace;
using Jobs.Running;
using Jobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.Support;

namespace Tests.Extraction.Sources;

public sealed class SourceChainTests : IDisposable
{
    private const string First = "youtube-explode";
    private const string Second = "yt-dlp";
    private const string Third = "youtube-api";

    private static readonly VideoId Id = VideoId.Parse("M4gD1WSo5mA");

    private readonly ManualClock clock = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<Stage> stages = [];
    private readonly FakeSource first;
    private readonly FakeSource second;

    public SourceChainTests()
    {
        first = new FakeSource(First, clock);
        second = new FakeSource(Second, clock);
    }

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task The_first_source_that_answers_wins()
    {
        var answer = await AskAsync(Chain(first, second));

        Assert.Equal(first.Name, Found(answer).Source);
        Assert.Equal(0, second.Asked);
        Assert.Equal([("source youtube-explode", "ok")], stages.Select(stage => (stage.Name, stage.Result)));
    }

    [Theory]
    [InlineData(FailureKind.Transient)]
    [InlineData(FailureKind.SourceBroken)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Invalid)]
    public async Task When_one_source_fails_the_next_is_asked(FailureKind kind)
    {
        first.Fails(kind, "It is down.");

        var answer = await AskAsync(Chain(first, second));

        Assert.Equal(second.Name, Found(answer).Source);
        Assert.Equal(["It is down.", "ok"], stages.Select(stage => stage.Result));
    }

    [Theory]
    [InlineData(SourceFailureCodes.SourceBusy)]
    [InlineData(SourceFailureCodes.BudgetSpent)]
    public async Task A_limit_of_our_own_does_not_pause_the_source(string code)
    {
        var chain = Chain(first);
        first.Answer = (_, _) => Task.FromResult<SourceAnswer<Video>>(new SourceFailure(
            FailureKind.RateLimited, "All processes are in use.", TimeSpan.FromSeconds(1), code));

        var failure = Failed(await AskAsync(chain)).Failure;
        await AskAsync(chain);

        Assert.Equal((FailureKind.RateLimited, code), (failure.Kind, failure.Code));
        Assert.Contains("All processes are in use", failure.Reason, StringComparison.Ordinal);
        Assert.Null(chain.Status()[0].CircuitOpenUntil);
        Assert.Equal(2, first.Asked);
    }

    [Fact]
    public async Task A_source_that_takes_its_own_requests_is_asked_without_one()
    {
        var source = new FakeSource(First, clock, requestsPerMinute: 1) { TakesOwnBudget = true };

        for (var i = 0; i < 3; i++)
            Found(await AskAsync(Chain(source)));

        Assert.Equal(3, source.Asked);
        Assert.Equal(1, source.Budget.Left);
    }

    [Fact]
    public async Task A_source_that_takes_its_own_requests_waits_for_a_shared_rate_itself()
    {
        var source = new FakeSource(First, clock, requestsPerMinute: 1) { TakesOwnBudget = true };
        var chain = new SourceChain(
            [source],
            Options.Create(new SourcesOptions { Chain = First }),
            new ExtractionTelemetry(services.GetRequiredService<IMeterFactory>()),
            clock,
            NullLogger<SourceChain>.Instance,
            new SharedBudgets(new MemoryRecords(clock)),
            new WorkerName("worker"));
        Assert.True(await source.Budget.TryTakeAsync(CancellationToken.None));
        Assert.False(await source.Budget.TryTakeAsync(CancellationToken.None));

        var answer = await AskAsync(chain).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(First, Found(answer).Source);
        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task An_unavailable_video_ends_the_chain()
    {
        first.Fails(FailureKind.Unavailable, "This video is private.");

        var answer = await AskAsync(Chain(first, second));

        Assert.Equal(
            new Failure(FailureKind.Unavailable, "This video is private."),
            Failed(answer).Failure);
        Assert.Equal(0, second.Asked);
    }

    [Fact]
    public async Task A_refusal_that_is_not_final_does_not_end_the_chain()
    {
        first.Fails(FailureKind.Unavailable, "It cannot be embedded.", isFinal: false);

        Found(await AskAsync(Chain(first, second)));

        second.Fails(FailureKind.Unavailable, "It cannot be embedded.", isFinal: false);
        var failed = Failed(await AskAsync(Chain(first, second)));
        Assert.Equal(FailureKind.Unavailable, failed.Failure.Kind);
    }

    [Fact]
    public async Task A_source_that_asks_for_a_pause_gets_it_and_is_then_probed_by_one_request()
    {
        first.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(30));
        var chain = Chain(first, second);
        await AskAsync(chain);
        await AskAsync(chain);
        Assert.Equal(1, first.Asked);
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromSeconds(30), chain.Status()[0].CircuitOpenUntil);

        clock.Advance(TimeSpan.FromSeconds(30));
        var probe = new TaskCompletionSource<SourceAnswer<Video>>();
        first.Answer = (_, _) => probe.Task;
        var probing = AskAsync(chain);
        await AskAsync(chain);
        Assert.Equal(2, first.Asked);

        probe.SetResult(FakeSource.Of(Id, first.Name, clock.GetUtcNow()));
        await probing;
        await AskAsync(chain);
        Assert.Equal(3, first.Asked);
    }

    [Fact]
    public async Task A_source_with_a_spent_budget_is_skipped_and_not_waited_for()
    {
        var thrifty = new FakeSource(First, clock, requestsPerMinute: 1);
        var chain = Chain(thrifty, second);

        await AskAsync(chain);
        await AskAsync(chain);
        clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(chain);

        Assert.Equal((2, 1), (thrifty.Asked, second.Asked));
    }

    [Fact]
    public async Task A_job_without_a_request_waits_for_its_turn_and_is_told_when_the_next_request_comes()
    {
        var thrifty = new FakeSource(First, clock, requestsPerMinute: 6);
        second.Fails(FailureKind.SourceBroken, "It changed.");
        var chain = Chain(thrifty, second);
        for (var taken = 0; taken < 6; taken++)
            await AskAsync(chain);

        var failures = new List<Failure>();
        for (var waiting = 0; waiting < 3; waiting++)
            failures.Add(Failed(await AskAsync(chain)).Failure);

        Assert.All(failures, failure => Assert.Equal(
            (FailureKind.RateLimited, true), (failure.Kind, failure.WaitsForTurn)));
        Assert.Equal([60, 60, 60], failures.Select(failure => Math.Round(failure.RetryAfter!.Value.TotalSeconds)));
        Assert.Equal(
            "No source returned the video: youtube-explode: Its 6 requests per minute are used up; yt-dlp: It changed.",
            failures[0].Reason);
    }

    [Theory]
    [InlineData(FailureKind.Transient, FailureKind.SourceBroken, FailureKind.Transient)]
    [InlineData(FailureKind.SourceBroken, FailureKind.SourceBroken, FailureKind.SourceBroken)]
    [InlineData(FailureKind.RateLimited, FailureKind.RateLimited, FailureKind.RateLimited)]
    [InlineData(FailureKind.SourceBroken, FailureKind.RateLimited, FailureKind.RateLimited)]
    public async Task When_no_source_answers_the_failure_a_retry_may_fix_wins(
        FailureKind one, FailureKind other, FailureKind combined)
    {
        first.Fails(one, "One.");
        second.Fails(other, "Other.");

        var failure = Failed(await AskAsync(Chain(first, second))).Failure;

        Assert.Equal(
            (combined, "No source returned the video: youtube-explode: One; yt-dlp: Other."),
            (failure.Kind, failure.Reason));
    }

    [Fact]
    public async Task The_shorter_of_two_pauses_counts()
    {
        first.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(90));
        second.Fails(FailureKind.RateLimited, "Slow down.", TimeSpan.FromSeconds(20));

        var failure = Failed(await AskAsync(Chain(first, second))).Failure;

        Assert.Equal(TimeSpan.FromSeconds(20), failure.RetryAfter);
    }

    [Fact]
    public async Task A_source_that_is_not_ready_or_missing_is_left_out_with_its_reason()
    {
        second.Readiness = new SourceReadiness(false, "The program was not found.");
        var chain = Chain(second);

        var failure = Failed(await AskAsync(chain)).Failure;

        Assert.Equal(0, second.Asked);
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
        first.Answer = (_, _) => throw new InvalidOperationException("bug");

        Found(await AskAsync(Chain(first, second)));
        Assert.Equal("It failed with InvalidOperationException; see the log for details.", stages[0].Result);
    }

    [Fact]
    public async Task Cancellation_is_thrown_and_releases_the_probe()
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

        first.Answer = (id, _) => Task.FromResult<SourceAnswer<Video>>(
            FakeSource.Of(id, first.Name, clock.GetUtcNow()));
        Found(await AskAsync(chain));
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

    private static Video Found(SourceAnswer<Video> answer) =>
        Assert.IsType<SourceAnswer<Video>.Found>(answer).Value;

    private static SourceFailure Failed(SourceAnswer<Video> answer) =>
        Assert.IsType<SourceAnswer<Video>.Failed>(answer).Why;

    private Task<SourceAnswer<Video>> AskAsync(SourceChain chain) =>
        chain.GetAsync(Id, stages.Add, CancellationToken.None);

    private SourceChain Chain(params FakeSource[] sources) => new(
        sources,
        Options.Create(new SourcesOptions { Chain = Names(sources) }),
        new ExtractionTelemetry(services.GetRequiredService<IMeterFactory>()),
        clock,
        NullLogger<SourceChain>.Instance);

    /// <summary>A source that is not ready is tested alone in a chain whose other sources are missing.</summary>
    private static string Names(FakeSource[] sources) => sources is [{ Readiness.IsReady: false }]
        ? string.Join(',', First, Second, Third)
        : string.Join(',', sources.Select(source => source.Name));

    /// <summary>Keeps records for one process.</summary>
    private sealed class MemoryRecords(TimeProvider clock) : IRecordStore
    {
        private readonly Dictionary<string, string> records = new(StringComparer.Ordinal);

        public ValueTask<T> ChangeAsync<T>(
            string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change,
            CancellationToken cancellationToken)
        {
            lock (records)
            {
                var (record, answer) = change(records.GetValueOrDefault(name), clock.GetUtcNow());
                if (record is null)
                    records.Remove(name);
                else
                    records[name] = record;
                return ValueTask.FromResult(answer);
            }
        }

        public ValueTask<(IReadOnlyDictionary<string, string> Records, DateTimeOffset Now)> ReadAsync(
            string prefix, CancellationToken cancellationToken)
        {
            lock (records)
            {
                return ValueTask.FromResult<(IReadOnlyDictionary<string, string>, DateTimeOffset)>((
                    records.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(),
                    clock.GetUtcNow()));
            }
        }
    }
}
