using Jobs;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Running;
using static Tests.Jobs.JobsWorld;

namespace Tests.Jobs;

/// <summary>Tests attempts that take too long, hang, are canceled, or outlive their worker.</summary>
public sealed class InterruptedAttemptTests
{
    private static readonly CancellationToken None = CancellationToken.None;

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
}
