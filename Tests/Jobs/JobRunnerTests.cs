using System.Threading.Channels;
using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Running;
using Jobs.Stores;

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

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_cut_off()
    {
        using var world = new JobsWorld(async (_, token) =>
            { await Task.Delay(Timeout.Infinite, token); return new JobOutcome.Success(); });
        var job = await world.AddJobAsync();

        await world.AdvanceUntilAsync(world.RunAsync(job), world.Options.AttemptTimeout);

        var read = await world.ReadAsync(job);
        Assert.Equal((JobState.Retrying, FailureKind.Transient), (read.State, read.Failure!.Kind));
    }

    [Fact]
    public async Task A_handler_that_ignores_its_cancellation_is_abandoned_and_its_progress_ignored()
    {
        var hang = new TaskCompletionSource<JobOutcome>();
        JobContext? hanging = null;
        using var world = new JobsWorld((context, _) => { hanging = context; return hang.Task; });
        var job = await world.AddJobAsync();
        using var watch = world.Get<EventHub>().Subscribe(job.SubmissionId);

        await world.AdvanceUntilAsync(world.RunAsync(job), world.Options.AttemptTimeout);
        hanging!.Report(new Progress("late", 1));
        hang.SetResult(new JobOutcome.Success());

        Assert.Equal(JobState.Retrying, (await world.ReadAsync(job)).State);
        Assert.Equal([JobState.Running, JobState.Retrying], Drain(watch.Reader).Select(published => published.State));
    }

    [Fact]
    public async Task A_job_canceled_while_it_runs_cancels_its_handler()
    {
        var running = new TaskCompletionSource();
        using var world = new JobsWorld(async (_, token) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new JobOutcome.Success();
        });
        var job = await world.AddJobAsync();
        var run = world.RunAsync(job);
        await running.Task;

        await world.Store.CancelAsync(job.Id, world.Clock.GetUtcNow(), None);
        await world.Get<LeaseKeeper>().RenewAsync(None);

        Assert.Equal(RunResult.LeaseLost, await run);
        Assert.Equal(JobState.Cancelled, (await world.ReadAsync(job)).State);
    }

    [Fact]
    public async Task A_worker_that_stops_releases_its_job_at_once_and_uncounted()
    {
        using var stop = new CancellationTokenSource();
        using var world = new JobsWorld(async (_, token) =>
            { await stop.CancelAsync(); token.ThrowIfCancellationRequested(); return new JobOutcome.Success(); });
        var job = await world.AddJobAsync();

        Assert.Equal(RunResult.Done, await world.RunAsync(job, stop.Token));

        var read = await world.ReadAsync(job);
        Assert.Equal((JobState.Retrying, 0, world.Clock.GetUtcNow()), (read.State, read.Attempt, read.DueAt!.Value));
    }

    [Fact]
    public async Task A_permanent_failure_counts_even_when_the_worker_stops()
    {
        using var stop = new CancellationTokenSource();
        using var world = new JobsWorld(async (_, _) =>
            { await stop.CancelAsync(); return await Failing(FailureKind.Unavailable); });
        var job = await world.AddJobAsync();

        await world.RunAsync(job, stop.Token);

        Assert.Equal(JobState.Failed, (await world.ReadAsync(job)).State);
    }

    [Fact]
    public async Task A_store_that_is_unavailable_for_a_while_loses_nothing()
    {
        JobsWorld? scene = null;
        using var world = scene = new JobsWorld((_, _) =>
            { scene!.Away.FailNext(3); return Task.FromResult<JobOutcome>(new JobOutcome.Success()); });
        var job = await world.AddJobAsync();
        world.Away.FailNext(2);

        await world.AdvanceUntilAsync(world.RunAsync(job), TimeSpan.FromMilliseconds(100));

        Assert.Equal(JobState.Succeeded, (await world.ReadAsync(job)).State);
    }

    [Fact]
    public async Task A_store_that_stays_unavailable_is_reported()
    {
        using var world = new JobsWorld();
        var job = await world.AddJobAsync();
        world.Away.FailNext(int.MaxValue);

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => world.AdvanceUntilAsync(world.RunAsync(job), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task The_dead_letter_is_stored_before_the_job_fails()
    {
        using var world = new JobsWorld((_, _) => Failing(FailureKind.Invalid));
        var job = await world.AddJobAsync();
        var deadLettersAtCompletion = -1;
        world.Away.Before = method =>
        {
            if (method == nameof(IClaimStore.CompleteAsync))
                deadLettersAtCompletion = world.DeadLetters.CountAsync(None).AsTask().GetAwaiter().GetResult();
        };

        await world.RunAsync(job);

        Assert.Equal(1, deadLettersAtCompletion);
    }

    [Fact]
    public async Task A_lost_claim_removes_its_dead_letter()
    {
        using var world = new JobsWorld((_, _) => Failing(FailureKind.Invalid));
        var job = await world.AddJobAsync();
        world.Away.Before = method =>
        {
            if (method == nameof(IClaimStore.CompleteAsync))
                world.Store.CancelAsync(job.Id, world.Clock.GetUtcNow(), None).AsTask().GetAwaiter().GetResult();
        };

        Assert.Equal(RunResult.LeaseLost, await world.RunAsync(job));

        Assert.Equal(0, await world.DeadLetters.CountAsync(None));
    }

    [Fact]
    public async Task A_completion_whose_answer_was_lost_keeps_its_dead_letter_and_is_announced_once()
    {
        using var world = new JobsWorld((_, _) => Failing(FailureKind.Invalid));
        var job = await world.AddJobAsync();
        using var watch = world.Get<EventHub>().Subscribe(job.SubmissionId);
        world.Away.LosesAnswerOf = nameof(IClaimStore.CompleteAsync);

        var result = await world.AdvanceUntilAsync(world.RunAsync(job), TimeSpan.FromMilliseconds(100));

        Assert.Equal((RunResult.Done, JobState.Failed), (result, (await world.ReadAsync(job)).State));
        Assert.Equal(1, await world.DeadLetters.CountAsync(None));
        Assert.Equal([JobState.Running, JobState.Failed], Drain(watch.Reader).Select(published => published.State));
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_runs_at_once()
    {
        using var world = new JobsWorld();
        var job = await world.AddJobAsync();
        world.Away.LosesAnswerOf = nameof(IClaimStore.ClaimAsync);

        var result = await world.AdvanceUntilAsync(world.RunAsync(job), TimeSpan.FromMilliseconds(100));

        var read = await world.ReadAsync(job);
        Assert.Equal((RunResult.Done, JobState.Succeeded, 1), (result, read.State, read.Attempt));
        Assert.Equal(0, world.Get<LeaseKeeper>().Count);
    }

    [Fact]
    public async Task A_job_that_succeeds_removes_the_dead_letter_of_a_worker_that_died()
    {
        using var world = new JobsWorld();
        var job = await world.AddJobAsync();
        await world.DieAsync(job);
        await world.DeadLetters.AddAsync(
            new DeadLetter
            {
                Id = Guid.CreateVersion7(), At = world.Clock.GetUtcNow(), JobId = job.Id, Kind = job.Kind,
                Failure = new Failure(FailureKind.Transient, "It timed out."), Attempts = 1, Origin = "test", Raw = Array.Empty<byte>(),
            },
            None);

        await world.RunAsync(job);

        Assert.Equal(JobState.Succeeded, (await world.ReadAsync(job)).State);
        Assert.Equal(0, await world.DeadLetters.CountAsync(None));
    }

    private static Task<JobOutcome> Failing(FailureKind kind) =>
        Task.FromResult<JobOutcome>(new JobOutcome.Failed(new Failure(kind, "It did not work.")));

    private static List<JobEvent> Drain(ChannelReader<JobEvent> reader)
    {
        var events = new List<JobEvent>();
        while (reader.TryRead(out var jobEvent))
            events.Add(jobEvent);
        return events;
    }
}
