using System.Diagnostics;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Running;

/// <summary>
/// Runs one job from its message to its end: claim, handler, completion, events. When <see cref="RunAsync"/> returns
/// the message has done its work and may be acknowledged, whatever became of the job.
/// </summary>
public sealed partial class JobRunner(
    IJobStore store,
    IDeadLetterStore deadLetters,
    IJobEvents events,
    JobHandlers handlers,
    LeaseKeeper leases,
    Submitter submitter,
    WorkerName worker,
    JobsTelemetry telemetry,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    ILogger<JobRunner> logger)
{
    /// <summary>How long a handler that was told to stop may take before the job goes on without it.</summary>
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(5);

    private readonly JobsOptions options = options.Value;

    /// <param name="message">What the queue delivered.</param>
    /// <param name="origin">Where it came from, for a dead letter.</param>
    /// <param name="stopping">The process gives up its work: the job is put back, to be run elsewhere at once.</param>
    /// <exception cref="OperationCanceledException">Stopped before the job was claimed: do not acknowledge.</exception>
    public async Task<RunResult> RunAsync(JobMessage message, string origin, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (handlers.Find(message.Kind) is not { } handler)
            throw new ArgumentException($"No handler for jobs of kind \"{message.Kind}\".", nameof(message));

        var now = clock.GetUtcNow();
        var job = await Patiently(
            token => store.ClaimAsync(message.JobId, worker.Value, now, clock.GetUtcNow() + options.Lease, token), stopping);
        if (job is null)
        {
            telemetry.Duplicate(message.Kind);
            return RunResult.NothingToDo;
        }

        var lease = new Lease(job.Id, job.Fence);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        leases.Keep(lease, lost);
        telemetry.Started(job, now);
        events.Publish(JobEvent.For(job));
        var context = new JobContext(
            job, clock, progress => events.Publish(JobEvent.For(job) with { At = clock.GetUtcNow(), Progress = progress }),
            (jobs, token) => submitter.AddJobsAsync(job.SubmissionId, jobs, token));

        using var activity = JobsTelemetry.Source.StartActivity($"run {job.Kind}");
        activity?.SetTag("job.id", job.Id.ToString());
        activity?.SetTag("job.attempt", job.Attempt);
        try
        {
            var outcome = await AttemptAsync(handler, context, lost, stopping);
            return await CompleteAsync(job, lease, context, outcome, origin, stopping);
        }
        finally
        {
            leases.Release(lease);
            telemetry.Ended(job.Kind, clock.GetUtcNow() - now);
        }
    }

    private async Task<JobOutcome?> AttemptAsync(
        IJobHandler handler, JobContext context, CancellationTokenSource lost, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(options.AttemptTimeout, clock);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(lost.Token, timeout.Token);
        try
        {
            var work = handler.HandleAsync(context, attempt.Token);
            return await UnlessItHangs(work, attempt.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return TimedOut(options.AttemptTimeout);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // Stopping: the job is put back. Lost: whoever has it now decides; completion will find that out.
            return stopping.IsCancellationRequested
                ? new JobOutcome.Failed(new Failure(FailureKind.RateLimited, "The worker stopped; the job runs elsewhere.", TimeSpan.Zero))
                : null;
        }
        catch (StoreUnavailableException error)
        {
            return new JobOutcome.Failed(new Failure(FailureKind.Transient, error.Message));
        }
#pragma warning disable CA1031 // A bug in a handler must cost that job its attempt, not the process its life.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.HandlerThrew(logger, context.Job.Kind, context.Job.Id, error);
            return new JobOutcome.Failed(new Failure(
                FailureKind.Transient, $"The handler failed with {error.GetType().Name}; the log of the worker has the details."));
        }
    }

    private static JobOutcome.Failed TimedOut(TimeSpan after) =>
        new(new Failure(FailureKind.Transient, $"The attempt did not end within {after.TotalSeconds:0.#} s."));

    /// <summary>Waits for the work, and after cancellation only as long as the grace: a handler may ignore its token.</summary>
    private async Task<JobOutcome> UnlessItHangs(Task<JobOutcome> work, CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(cancelled.SetResult);
        if (await Task.WhenAny(work, cancelled.Task) == work)
            return await work;

        try
        {
            return await work.WaitAsync(CancellationGrace, clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            Log.HandlerHangs(logger, CancellationGrace.TotalSeconds);
            throw new OperationCanceledException(cancellation);
        }
    }

    private async Task<RunResult> CompleteAsync(
        Job job, Lease lease, JobContext context, JobOutcome? outcome, string origin, CancellationToken stopping)
    {
        if (outcome is null)
            return RunResult.LeaseLost;

        var now = clock.GetUtcNow();
        var stoppedEarly = stopping.IsCancellationRequested && outcome is JobOutcome.Failed;
        var verdict = outcome is JobOutcome.Failed { Failure: var failure }
            ? stoppedEarly
                ? new Verdict.Retry(TimeSpan.Zero, Counted: false)
                : FailurePolicy.Decide(failure, job.Attempt, now - job.AcceptedAt, options, Random.Shared.NextDouble())
            : null;
        Completion completion = (outcome, verdict) switch
        {
            (JobOutcome.Success success, _) => new Completion.Succeeded(success.Result) { At = now, Stages = context.Stages },
            (JobOutcome.Failed failed, Verdict.Retry retry) =>
                new Completion.Retrying(failed.Failure, now + retry.Delay, retry.Counted) { At = now, Stages = context.Stages },
            (JobOutcome.Failed failed, _) => new Completion.Failed(failed.Failure) { At = now, Stages = context.Stages },
            _ => throw new UnreachableException(),
        };

        // The letter first: a crash in between leaves a letter too many, which the next attempt replaces, and never
        // a job that failed without its letter.
        if (verdict is Verdict.Fail { DeadLetter: true } && completion is Completion.Failed dead)
            await AddDeadLetterAsync(job, dead.Failure, origin);

        // Not cancelled by a stop: the work is done, and losing its completion would do it again.
        if (!await Patiently(token => store.CompleteAsync(lease, completion, token), CancellationToken.None))
        {
            Log.LeaseLost(logger, job.Id, lease.Fence);
            return RunResult.LeaseLost;
        }

        Announce(job, completion);
        return RunResult.Done;
    }

    private void Announce(Job job, Completion completion)
    {
        var ended = job with { UpdatedAt = completion.At };
        switch (completion)
        {
            case Completion.Succeeded:
                telemetry.Finished(job.Kind, JobState.Succeeded, null);
                events.Publish(JobEvent.For(ended with { State = JobState.Succeeded }));
                break;
            case Completion.Failed(var failure):
                telemetry.Finished(job.Kind, JobState.Failed, failure.Kind);
                Activity.Current?.SetStatus(ActivityStatusCode.Error, failure.Reason).SetTag("error.type", failure.Kind.ToString());
                events.Publish(JobEvent.For(ended with { State = JobState.Failed, Failure = failure }));
                Log.JobFailed(logger, job.Id, job.Kind, failure.Kind, failure.Reason);
                break;
            case Completion.Retrying(var failure, var dueAt, _):
                telemetry.Retried(job.Kind, failure.Kind);
                Activity.Current?.SetTag("error.type", failure.Kind.ToString());
                events.Publish(JobEvent.For(ended with { State = JobState.Retrying, Failure = failure, DueAt = dueAt }));
                break;
            default:
                throw new UnreachableException();
        }
    }

    private async Task AddDeadLetterAsync(Job job, Failure failure, string origin)
    {
        var letter = new DeadLetter
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            At = clock.GetUtcNow(),
            JobId = job.Id,
            Kind = job.Kind,
            Failure = failure,
            Attempts = job.Attempt,
            Origin = origin,
            Raw = JobMessageJson.Write(JobMessage.For(job)),
        };
        await Patiently(async token => { await deadLetters.AddAsync(letter, token); return true; }, CancellationToken.None);
        telemetry.DeadLetter(failure.Kind);
    }

    /// <summary>
    /// Calls the store until it answers, for as long as two leases: beyond that another worker may have the job, and
    /// the relay has it in any case.
    /// </summary>
    private async Task<T> Patiently<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var deadline = clock.GetUtcNow() + options.Lease * 2;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (StoreUnavailableException error) when (clock.GetUtcNow() < deadline)
            {
                Log.StoreAway(logger, error.Message);
                var delay = Backoff.Delay(
                    attempt, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2), Random.Shared.NextDouble());
                await Task.Delay(delay, clock, cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Job {JobId} ({Kind}) failed: {FailureKind}: {Reason}")]
        public static partial void JobFailed(ILogger logger, JobId jobId, string kind, FailureKind failureKind, string reason);

        [LoggerMessage(2, LogLevel.Error, "The handler of kind {Kind} threw at job {JobId}")]
        public static partial void HandlerThrew(ILogger logger, string kind, JobId jobId, Exception error);

        [LoggerMessage(3, LogLevel.Error, "A handler did not stop within {Seconds} s of being told to; its job goes on without it")]
        public static partial void HandlerHangs(ILogger logger, double seconds);

        [LoggerMessage(4, LogLevel.Information, "Job {JobId} was completed by another worker or cancelled; claim {Fence} is void")]
        public static partial void LeaseLost(ILogger logger, JobId jobId, int fence);

        [LoggerMessage(5, LogLevel.Warning, "Waiting for the store: {Reason}")]
        public static partial void StoreAway(ILogger logger, string reason);
    }
}

/// <summary>What became of a delivery.</summary>
public enum RunResult
{
    /// <summary>The job was run, and how it ended is stored.</summary>
    Done,

    /// <summary>A duplicate: the job had ended, or is another worker's, or is not due.</summary>
    NothingToDo,

    /// <summary>The job was cancelled or taken over while it ran.</summary>
    LeaseLost,
}
