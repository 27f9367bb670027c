using System.Diagnostics;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Pace;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Telemetry;
using Jobs.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Running;

/// <summary>Runs one job from its message to its end: claim, handler, completion, events.</summary>
public sealed partial class JobRunner(
    IClaimStore store,
    IDeadLetterStore deadLetters,
    IJobEvents events,
    JobHandlers handlers,
    LeaseKeeper leases,
    JobSubmitter submitter,
    WorkerName worker,
    JobsTelemetry telemetry,
    Pauses pauses,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    StoreClock storeClock,
    RandomSource random,
    ILogger<JobRunner> logger)
{
    private readonly JobsOptions options = options.Value;
    private readonly JobAttempt attempt = new(options.Value, clock, logger);
    private readonly StoreRetry storeRetry = new(options.Value, clock, random, logger);

    /// <summary>
    /// Runs the job of a message. When this returns, the message may be acknowledged, however the job ended.
    /// </summary>
    /// <param name="message">The delivered message.</param>
    /// <param name="origin">The origin of the message, for a dead letter.</param>
    /// <param name="stopping">
    /// Cancelled when the process gives up its work: the job is released, to run elsewhere at once.
    /// </param>
    /// <exception cref="OperationCanceledException">Stopped before the job was claimed: do not acknowledge.</exception>
    public async Task<RunResult> RunAsync(JobMessage message, string origin, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (handlers.Find(message.Kind) is not { } handler)
            throw new ArgumentException($"No handler for jobs of kind \"{message.Kind}\".", nameof(message));

        var job = await storeRetry.CallAsync(token => ClaimAsync(message.JobId, token), stopping);
        if (job is null)
        {
            telemetry.Duplicate(message.Kind);
            return RunResult.NothingToDo;
        }

        var lease = new Lease(job.Id, job.Fence);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        leases.Keep(lease, lost);
        var started = clock.GetTimestamp();
        telemetry.Started(job, storeClock.Now);
        events.Publish(JobEvent.For(job));
        var context = new JobContext(
            job, clock, progress => events.Publish(
                JobEvent.For(job) with { At = storeClock.Now, Progress = progress }),
            (jobs, token) => submitter.AddJobsAsync(job.SubmissionId, Inherit(job, jobs), token));

        using var activity = JobsTelemetry.Source.StartActivity($"run {job.Kind}");
        activity?.SetTag("job.id", job.Id.ToString());
        activity?.SetTag("job.attempt", job.Attempt);
        try
        {
            var outcome = job.Attempt > options.MaxAttempts
                ? DiedTooOften(options.MaxAttempts)
                : await IsPausedAsync(job.Kind, stopping) ? Paused
                : await attempt.RunAsync(handler, context, lost, stopping);
            return await CompleteAsync(job, lease, context, outcome, origin);
        }
        finally
        {
            leases.Release(lease);
            telemetry.Ended(job.Kind, clock.GetElapsedTime(started));
        }
    }

    /// <summary>Gives added jobs the place of the job that adds them; many of them are not urgent.</summary>
    private static IReadOnlyList<Job> Inherit(Job job, IReadOnlyList<Job> added)
    {
        var priority = job.Priority is JobPriority.Interactive && added.Count > JobPriorities.MostInteractive
            ? JobPriority.Normal
            : job.Priority;
        return [.. added.Select(one => one with { Priority = priority, Client = job.Client })];
    }

    private async ValueTask<bool> IsPausedAsync(string kind, CancellationToken cancellationToken)
    {
        try
        {
            return (await pauses.ReadAsync(cancellationToken)).Holds(kind);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async ValueTask<Job?> ClaimAsync(JobId id, CancellationToken cancellationToken)
    {
        var now = await storeClock.NowAsync(cancellationToken);
        return await store.ClaimAsync(id, worker.Value, now, now + options.Lease, cancellationToken);
    }

    private static readonly JobOutcome.Failed Paused = new(
        new Failure(FailureKind.RateLimited, "An operator paused such jobs.", Code: FailureCodes.Paused)
        {
            WaitsForTurn = true,
        });

    private static JobOutcome.Failed DiedTooOften(int attempts) => new(new Failure(
        FailureKind.Transient, $"No worker survived any of {attempts} attempts at this job, so it is not tried again.",
        Code: FailureCodes.WorkerDied));

    private async Task<RunResult> CompleteAsync(
        Job job, Lease lease, JobContext context, JobOutcome? outcome, string origin)
    {
        if (outcome is null)
            return RunResult.LeaseLost;

        var now = storeClock.Now;
        var verdict = outcome switch
        {
            JobOutcome.Failed stopped when ReferenceEquals(stopped, JobAttempt.Stopped) => new Verdict.Retry(
                TimeSpan.Zero, Counted: false),
            JobOutcome.Failed failed =>
                FailurePolicy.Decide(
                    failed.Failure, job.Attempt, now - job.TriedSince, options, random.NextDouble()),
            _ => null,
        };
        Completion completion = (outcome, verdict) switch
        {
            (JobOutcome.Success success, _) => new Completion.Succeeded(success.Result)
            {
                At = now,
                Stages = context.Stages,
            },
            (JobOutcome.Failed failed, Verdict.Retry retry) =>
                new Completion.Retrying(failed.Failure, now + retry.Delay, retry.Counted)
                {
                    At = now,
                    Stages = context.Stages,
                },
            (JobOutcome.Failed failed, Verdict.PutBack) => new Completion.PutBack(failed.Failure)
            {
                At = now,
                Stages = context.Stages,
            },
            (JobOutcome.Failed { Partial: { } partial }, _) => new Completion.Succeeded(partial)
            {
                At = now,
                Stages = context.Stages,
            },
            (JobOutcome.Failed failed, _) => new Completion.Failed(failed.Failure)
            {
                At = now,
                Stages = context.Stages,
            },
            _ => throw new UnreachableException(),
        };

        // The dead letter first: a crash in between leaves a superfluous one, which the next attempt replaces, and
        // never a failed job without its dead letter.
        var deadLetter = verdict is Verdict.Fail { DeadLetter: true } && completion is Completion.Failed dead
            ? await AddDeadLetterAsync(job, dead.Failure, origin)
            : null;

        // Not canceled by a stop: the work is done, and without its completion it would be done again.
        if (!await storeRetry.CallAsync(token => store.CompleteAsync(lease, completion, token), CancellationToken.None))
        {
            Log.LeaseLost(logger, job.Id, lease.Fence);

            // The job, and its dead letter if there will be one, belong to another worker.
            if (deadLetter is not null)
            {
                await storeRetry.CallAsync(
                    token => deadLetters.RemoveAsync(deadLetter.Id, token), CancellationToken.None);
            }

            return RunResult.LeaseLost;
        }

        if (deadLetter is not null)
            telemetry.DeadLetter(deadLetter.Failure.Kind);
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
                Activity.Current?.SetStatus(ActivityStatusCode.Error, failure.Reason)
                    .SetTag("error.type", failure.Kind.ToString());
                events.Publish(JobEvent.For(ended with { State = JobState.Failed, Failure = failure }));
                Log.JobFailed(logger, job.Id, job.Kind, failure.Kind, failure.Reason);
                break;
            case Completion.Retrying(var failure, var dueAt, _):
                telemetry.Retried(job.Kind, failure.Kind);
                Activity.Current?.SetTag("error.type", failure.Kind.ToString());
                events.Publish(
                    JobEvent.For(ended with { State = JobState.Retrying, Failure = failure, DueAt = dueAt }));
                break;
            case Completion.PutBack(var failure):
                telemetry.Retried(job.Kind, failure.Kind);
                events.Publish(JobEvent.For(ended with { State = JobState.Accepted, Failure = failure }));
                break;
            default:
                throw new UnreachableException();
        }
    }

    private async Task<DeadLetter> AddDeadLetterAsync(Job job, Failure failure, string origin)
    {
        var deadLetter = new DeadLetter
        {
            Id = random.NewGuid(clock.GetUtcNow()),
            At = storeClock.Now,
            JobId = job.Id,
            Kind = job.Kind,
            Failure = failure,
            Attempts = job.Attempt,
            Origin = origin,
            Raw = JobMessageJson.Write(JobMessage.For(job)),
        };
        await storeRetry.CallAsync(
            async token => { await deadLetters.AddAsync(deadLetter, token); return true; }, CancellationToken.None);
        return deadLetter;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Job {JobId} ({Kind}) failed: {FailureKind}: {Reason}")]
        public static partial void JobFailed(
            ILogger logger, JobId jobId, string kind, FailureKind failureKind, string reason);

        [LoggerMessage(2, LogLevel.Information,
            "Job {JobId} was canceled, or taken by the outbox relay or another worker; claim {Fence} is lost")]
        public static partial void LeaseLost(ILogger logger, JobId jobId, int fence);
    }
}

/// <summary>The result of a delivery.</summary>
public enum RunResult
{
    /// <summary>The job ran, and its end is stored.</summary>
    Done,

    /// <summary>A duplicate: the job had ended, is claimed by another worker, or is not due.</summary>
    NothingToDo,

    /// <summary>The job was canceled or taken over while it ran.</summary>
    LeaseLost,
}
