using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Running;
using Jobs.Stores;
using static Tests.Jobs.JobsWorld;

namespace Tests.Jobs;

/// <summary>Runs jobs while the store is unavailable, loses answers, or has lost the claim.</summary>
public sealed class JobRunnerStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;

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
}
