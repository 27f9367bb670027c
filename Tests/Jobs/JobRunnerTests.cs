using Jobs;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Running;
using Tests.Support;
using static Tests.Jobs.JobsWorld;

namespace Tests.Jobs;

public sealed class JobRunnerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_job_that_works_succeeds_and_publishes_its_events_in_order()
    {
        using var world = new JobsWorld((context, _) =>
        {
            context.Report(new Progress("download", 0.5));
            context.AddStage("store", context.Job.AcceptedAt, "ok");
            return Task.FromResult<JobOutcome>(new JobOutcome.Success("{}"));
        });
        var job = await world.AddJobAsync();
        using var watch = world.Get<EventHub>().Subscribe(job.SubmissionId);

        Assert.Equal(RunResult.Done, await world.RunAsync(job));

        var read = await world.ReadAsync(job);
        Assert.Equal((JobState.Succeeded, "{}", "store"), (read.State, read.Result, Assert.Single(read.Stages).Name));
        Assert.Equal(
            [(JobState.Running, false), (JobState.Running, true), (JobState.Succeeded, false)],
            Drain(watch.Reader).Select(published => (published.State, published.Progress is not null)));
        Assert.Equal(0, world.Get<LeaseKeeper>().Count);
        Assert.Equal(RunResult.NothingToDo, await world.RunAsync(job));
    }

    [Fact]
    public async Task No_more_jobs_of_a_kind_run_at_once_than_may_whatever_way_they_come()
    {
        var (running, most) = (0, 0);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var world = new JobsWorld(async (_, _) =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await release.Task;
            Interlocked.Decrement(ref running);
            return new JobOutcome.Success();
        });
        var limit = JobsWorld.Kind.MaxInFlight(world.Options);
        var jobs = new List<Job>();
        for (var i = 0; i < limit + 5; i++)
            jobs.Add(await world.AddJobAsync());

        var runs = jobs.Select(job => world.RunAsync(job)).ToArray();
        await Eventually.TrueAsync(() => Volatile.Read(ref running) >= limit, "the first jobs run");
        release.SetResult();

        Assert.All(await Task.WhenAll(runs), result => Assert.Equal(RunResult.Done, result));
        Assert.Equal(limit, most);
    }

    [Fact]
    public async Task A_job_that_waits_for_room_gives_up_when_the_process_stops()
    {
        using var stopping = new CancellationTokenSource();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var world = new JobsWorld(async (_, _) =>
        {
            await release.Task;
            return new JobOutcome.Success();
        });
        var running = new List<Task<RunResult>>();
        for (var i = 0; i < JobsWorld.Kind.MaxInFlight(world.Options); i++)
            running.Add(world.RunAsync(await world.AddJobAsync()));
        var late = await world.AddJobAsync();
        var waiting = world.RunAsync(late, stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        release.SetResult();
        await Task.WhenAll(running);
        Assert.Equal(RunResult.Done, await world.RunAsync(late));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }

    [Theory]
    [InlineData(FailureKind.Unavailable, JobState.Failed, 0, 1)]
    [InlineData(FailureKind.Invalid, JobState.Failed, 1, 1)]
    [InlineData(FailureKind.Transient, JobState.Retrying, 0, 1)]
    [InlineData(FailureKind.SourceBroken, JobState.Retrying, 0, 1)]
    [InlineData(FailureKind.RateLimited, JobState.Retrying, 0, 0)]
    public async Task Each_kind_of_failure_has_its_end(FailureKind kind, JobState state, int deadLetters, int attempt)
    {
        using var world = new JobsWorld((_, _) => Failing(kind));
        var job = await world.AddJobAsync();

        Assert.Equal(RunResult.Done, await world.RunAsync(job));

        var read = await world.ReadAsync(job);
        Assert.Equal((state, attempt, kind), (read.State, read.Attempt, read.Failure!.Kind));
        Assert.Equal(deadLetters, await world.DeadLetters.CountAsync(None));
    }

    [Fact]
    public async Task The_last_attempt_ends_in_the_dead_letters()
    {
        using var world = new JobsWorld((_, _) => Failing(FailureKind.Transient));
        var job = await world.AddJobAsync();
        for (var i = 0; i < world.Options.MaxAttempts; i++)
        {
            await world.RunAsync(job);
            world.Clock.Advance(world.Options.RetryMaxDelay);
        }

        Assert.Equal(JobState.Failed, (await world.ReadAsync(job)).State);
        var letter = Assert.Single((await world.DeadLetters.ListAsync(10, null, None)).Items);
        Assert.Equal((job.Id, world.Options.MaxAttempts), (letter.JobId!.Value, letter.Attempts));
    }

    [Fact]
    public async Task A_job_that_is_not_tried_again_succeeds_with_what_was_done()
    {
        using var world = new JobsWorld((_, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Failed(new Failure(FailureKind.Transient, "One part is missing.")) { Partial = "{}" }));
        var job = await world.AddJobAsync();

        await world.RunAsync(job);
        var before = await world.ReadAsync(job);
        for (var i = 1; i < world.Options.MaxAttempts; i++)
        {
            world.Clock.Advance(world.Options.RetryMaxDelay);
            await world.RunAsync(job);
        }

        Assert.Equal((JobState.Retrying, null), (before.State, before.Result));
        var after = await world.ReadAsync(job);
        Assert.Equal((JobState.Succeeded, "{}"), (after.State, after.Result));
        Assert.Equal(0, await world.DeadLetters.CountAsync(None));
    }

    [Fact]
    public async Task The_age_of_a_rerun_job_starts_over()
    {
        using var world = new JobsWorld((_, _) => Failing(FailureKind.Transient));
        var job = await world.AddJobAsync();
        world.Clock.Advance(world.Options.GiveUpAfter);
        await world.RunAsync(job);
        var givenUp = (await world.ReadAsync(job)).State;

        await world.Store.RetryAsync(job.Id, world.Clock.GetUtcNow(), world.Clock.GetUtcNow(), None);
        await world.RunAsync(job);

        Assert.Equal((JobState.Failed, JobState.Retrying), (givenUp, (await world.ReadAsync(job)).State));
    }

    [Fact]
    public async Task A_job_that_kills_its_workers_fails_without_running_again()
    {
        var runs = 0;
        using var world = new JobsWorld((_, _) => { runs++; return Failing(FailureKind.Transient); });
        var job = await world.AddJobAsync();
        for (var i = 0; i < world.Options.MaxAttempts; i++)
        {
            await world.DieAsync(job);
        }

        await world.RunAsync(job);

        Assert.Equal(0, runs);
        Assert.Equal(JobState.Failed, (await world.ReadAsync(job)).State);
        Assert.Equal(1, await world.DeadLetters.CountAsync(None));
    }

    [Fact]
    public async Task A_handler_that_throws_costs_its_job_an_attempt()
    {
        using var world = new JobsWorld((_, _) => throw new InvalidOperationException("secret"));
        var job = await world.AddJobAsync();

        await world.RunAsync(job);

        var read = await world.ReadAsync(job);
        Assert.Equal((JobState.Retrying, 1), (read.State, read.Attempt));
        Assert.DoesNotContain("secret", read.Failure!.Reason, StringComparison.Ordinal);
    }
}
