using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Extraction;
using Extraction.Fetching;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Telemetry;
using Extraction.Videos;
using Jobs;
using Jobs.Failures;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tests.Extraction.Sources;
using Tests.Support;

namespace Tests.Extraction.Links;

public sealed class LinkJobTests : IDisposable
{
    private const string SourceName = "yt-dlp";
    private static readonly VideoId Id = VideoId.Parse("M4gD1WSo5mA");

    private readonly ManualClock clock = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Videos videos = new();
    private readonly FakeSource source;
    private readonly LinkJobHandler handler;
    private readonly LinkJobs jobs;

    public LinkJobTests()
    {
        var telemetry = new ExtractionTelemetry(services.GetRequiredService<IMeterFactory>());
        source = new FakeSource(SourceName, clock);
        var chain = new SourceChain(
            [source],
            Options.Create(new SourcesOptions { Chain = SourceName }),
            telemetry,
            clock,
            NullLogger<SourceChain>.Instance);
        handler = new LinkJobHandler(new VideoLookup(
            new VideoFetcher(videos, chain, telemetry, clock),
            new LinkFreshness(Options.Create(new ExtractionOptions()), clock)));
        jobs = new LinkJobs(new JobFactory(
            Options.Create(new JobsOptions()), clock, new StoreClock(null, clock), RandomSource.System));
    }

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task A_link_ends_as_a_stored_video_and_a_small_result()
    {
        var (outcome, context) = await RunAsync(Job());

        var result = JsonDocument.Parse(Assert.IsType<JobOutcome.Success>(outcome).Result!).RootElement;
        Assert.Equal(
            ("M4gD1WSo5mA", "Title M4gD1WSo5mA", "Author", 61.0, "yt-dlp"),
            (result.GetProperty("videoId").GetString(), result.GetProperty("title").GetString(),
                result.GetProperty("author").GetString(),
                result.GetProperty("durationSeconds").GetDouble(), result.GetProperty("source").GetString()));
        Assert.Equal(["source yt-dlp", "store"], context.Stages.Select(stage => stage.Name));
        Assert.NotNull(await videos.GetAsync(Id, default));
    }

    [Theory]
    [InlineData(59, null, 0)]
    [InlineData(61, null, 1)]
    [InlineData(59, 30, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(600, 601, 0)]
    public async Task A_stored_document_is_reused_while_it_is_fresh_enough(
        int ageMinutes, int? maxAgeMinutes, int asked)
    {
        await videos.UpsertAsync(FakeSource.Of(Id, SourceName, clock.GetUtcNow()), default);
        clock.Advance(TimeSpan.FromMinutes(ageMinutes));

        var (outcome, _) = await RunAsync(Job(maxAgeMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null));

        Assert.IsType<JobOutcome.Success>(outcome);
        Assert.Equal(asked, source.Asked);
    }

    [Fact]
    public async Task A_job_that_is_run_again_after_a_crash_does_not_fetch_again()
    {
        var job = Job(TimeSpan.Zero);
        clock.Advance(TimeSpan.FromSeconds(5));
        await RunAsync(job);
        clock.Advance(TimeSpan.FromHours(3));

        var (outcome, context) = await RunAsync(job);

        Assert.IsType<JobOutcome.Success>(outcome);
        Assert.Equal(1, source.Asked);
        Assert.Equal(["reuse"], context.Stages.Select(stage => stage.Name));
    }

    [Fact]
    public async Task Concurrent_jobs_for_the_same_video_share_one_fetch()
    {
        var answer = new TaskCompletionSource<SourceAnswer<Video>>();
        source.Answer = (_, _) => answer.Task;
        var running = Enumerable.Range(0, 10).Select(_ => RunAsync(Job(TimeSpan.Zero))).ToArray();
        await Eventually.TrueAsync(() => source.Asked == 1, "the fetch starts");

        answer.SetResult(FakeSource.Of(Id, SourceName, clock.GetUtcNow()));

        foreach (var (outcome, context) in await Task.WhenAll(running))
        {
            Assert.IsType<JobOutcome.Success>(outcome);
            Assert.NotEmpty(context.Stages);
        }

        Assert.Equal((1, 1), (source.Asked, videos.Upserts));
    }

    [Fact]
    public async Task A_failure_becomes_the_jobs_and_is_not_cached()
    {
        source.Fails(FailureKind.Unavailable, "This video is private.");
        var (outcome, _) = await RunAsync(Job());
        var (again, _) = await RunAsync(Job());

        Assert.Equal(new JobOutcome.Failed(new Failure(FailureKind.Unavailable, "This video is private.")), outcome);
        Assert.Equal(outcome, again);
        Assert.Equal(2, source.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"link\":\"x\",\"videoId\":\"../../etc\"}")]
    [InlineData("{\"link\":\"x\",\"videoId\":5}")]
    public async Task A_malformed_payload_is_invalid(string payload)
    {
        var (outcome, _) = await RunAsync(Job() with { Payload = payload });

        Assert.Equal(FailureKind.Invalid, Assert.IsType<JobOutcome.Failed>(outcome).Failure.Kind);
    }

    [Fact]
    public void Links_to_the_same_video_make_one_job()
    {
        var made = jobs.Create(SubmissionId.New(clock),
        [
            new LinkRequest { Link = "https://youtu.be/M4gD1WSo5mA", VideoId = Id },
            new LinkRequest { Link = "M4gD1WSo5mA", VideoId = Id },
            new LinkRequest { Link = "cJ9to6EmElQ", VideoId = VideoId.Parse("cJ9to6EmElQ") },
        ]);

        Assert.Equal([("link", "M4gD1WSo5mA"), ("link", "cJ9to6EmElQ")], made.Select(job => (job.Kind, job.Key)));
        Assert.Contains("https://youtu.be/M4gD1WSo5mA", made[0].Payload, StringComparison.Ordinal);
    }

    private Job Job(TimeSpan? maxAge = null) =>
        jobs.Create(SubmissionId.New(clock), [new LinkRequest { Link = Id.Value, VideoId = Id, MaxAge = maxAge }])
            .Single();

    private async Task<(JobOutcome Outcome, JobContext Context)> RunAsync(Job job)
    {
        var context = new JobContext(job, clock, _ => { }, (_, _) => ValueTask.FromResult<IReadOnlyList<Job>>([]));
        return (await handler.HandleAsync(context, CancellationToken.None), context);
    }

    private sealed class Videos : IVideoStore
    {
        private readonly ConcurrentDictionary<string, Video> stored = new(StringComparer.Ordinal);
        private int upserts;

        public int Upserts => upserts;

        public ValueTask UpsertAsync(Video video, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref upserts);
            stored[video.Id] = video;
            return ValueTask.CompletedTask;
        }

        public ValueTask<Video?> GetAsync(VideoId id, CancellationToken cancellationToken) =>
            ValueTask.FromResult(stored.GetValueOrDefault(id.Value));

        public ValueTask<IReadOnlyList<Video>> GetManyAsync(
            IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<VideoId, DateTimeOffset>> GetFetchTimesAsync(
            IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<Page<Video>> SearchAsync(
            string? text, int limit, string? cursor, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<bool> DeleteAsync(VideoId id, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
