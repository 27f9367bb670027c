using System.Diagnostics;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Failures;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Telemetry;
using Jobs.Time;
using Microsoft.Extensions.Logging;

namespace Jobs.Running;

/// <summary>Ends an attempt: stores the completion and its dead letter, and then announces it once.</summary>
internal sealed partial class AttemptEnd(
    IClaimStore store,
    IJobReader reader,
    IDeadLetterStore deadLetters,
    IJobEvents events,
    JobsTelemetry telemetry,
    StoreClock clock,
    StoreRetry storeRetry,
    RandomSource random,
    JobsOptions options,
    ILogger logger)
{
    /// <param name="claimed">The claimed job.</param>
    /// <param name="context">The attempt.</param>
    /// <param name="outcome">Its outcome; null when the lease was lost.</param>
    /// <param name="origin">The origin of the message, for a dead letter.</param>
    public async Task<RunResult> EndAsync(
        ClaimedJob claimed, JobContext context, JobOutcome? outcome, string origin)
    {
        if (outcome is null)
            return RunResult.LeaseLost;

        var job = claimed.Job;
        var now = clock.Now;
        var verdict = VerdictOf(job, outcome, now);
        var completion = CompletionOf(outcome, verdict, now, context.Stages);

        // The dead letter first: a crash in between leaves one over, which no reader shows, and never a failed job
        // without its dead letter.
        var deadLetter = verdict is Verdict.Fail { DeadLetter: true } && completion is Completion.Failed dead
            ? await AddDeadLetterAsync(job, dead.Failure, origin)
            : null;
        if (deadLetter is null)
            await RemoveEarlierAsync(claimed);

        if (!await TryCompleteAsync(new Lease(job.Id, job.Fence), completion))
        {
            Log.LeaseLost(logger, job.Id, job.Fence);

            // The job, and its dead letter if there will be one, belong to another worker.
            if (deadLetter is not null)
            {
                await LeftOver.TryRemoveAsync(
                    async token => await deadLetters.RemoveAsync(deadLetter.Id, token), job.Id, logger,
                    CancellationToken.None);
            }

            return RunResult.LeaseLost;
        }

        if (deadLetter is not null)
            telemetry.DeadLetter(deadLetter.Failure.Kind);
        Announce(job, completion);
        return RunResult.Done;
    }

    /// <summary>
    /// Removes the dead letter of an earlier attempt under the same claim, which would stand if this one failed. That
    /// of an earlier claim never stands.
    /// </summary>
    private async Task RemoveEarlierAsync(ClaimedJob claimed)
    {
        var job = claimed.Job;
        if (claimed.IsResumed)
        {
            await CallAsync(token => deadLetters.RemoveForJobAsync(job.Id, job.Fence, token));
        }
        else if (job.CompletedFence < job.Fence - 1 || job.RetriedAt is not null)
        {
            await LeftOver.TryRemoveAsync(
                token => deadLetters.RemoveForJobAsync(job.Id, job.Fence, token), job.Id, logger,
                CancellationToken.None);
        }
    }

    /// <summary>
    /// Stores a completion. Not canceled by a stop: the work is done, and without its completion it would be done
    /// again. A completion that does not apply may be there already, from a call whose answer was lost.
    /// </summary>
    private async Task<bool> TryCompleteAsync(Lease lease, Completion completion) =>
        await storeRetry.CallAsync(token => store.CompleteAsync(lease, completion, token), CancellationToken.None)
        || await storeRetry.CallAsync(token => reader.GetAsync(lease.JobId, token), CancellationToken.None) is { } job
            && job.CompletedFence == lease.Fence;

    private Verdict? VerdictOf(Job job, JobOutcome outcome, DateTimeOffset now) => outcome switch
    {
        JobOutcome.Failed stopped when ReferenceEquals(stopped, JobAttempt.Stopped) =>
            new Verdict.Retry(TimeSpan.Zero, Counted: false),
        JobOutcome.Failed failed => FailurePolicy.Decide(
            failed.Failure, job.Attempt, now - job.TriedSince, options, random.NextDouble()),
        _ => null,
    };

    private static Completion CompletionOf(
        JobOutcome outcome, Verdict? verdict, DateTimeOffset now, IReadOnlyList<Stage> stages) =>
        (outcome, verdict) switch
        {
            (JobOutcome.Success success, _) => new Completion.Succeeded(success.Result) { At = now, Stages = stages },
            (JobOutcome.Failed failed, Verdict.Retry retry) =>
                new Completion.Retrying(failed.Failure, now + retry.Delay, retry.Counted) { At = now, Stages = stages },
            (JobOutcome.Failed failed, Verdict.PutBack) =>
                new Completion.PutBack(failed.Failure) { At = now, Stages = stages },
            (JobOutcome.Failed { Partial: { } partial }, _) =>
                new Completion.Succeeded(partial) { At = now, Stages = stages },
            (JobOutcome.Failed failed, _) => new Completion.Failed(failed.Failure) { At = now, Stages = stages },
            _ => throw new UnreachableException(),
        };

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
        var now = clock.Now;
        var deadLetter = new DeadLetter
        {
            Id = random.NewGuid(now),
            At = now,
            JobId = job.Id,
            Fence = job.Fence,
            Kind = job.Kind,
            Failure = failure,
            Attempts = job.Attempt,
            Origin = origin,
            Raw = JobMessageJson.Write(JobMessage.For(job)),
        };
        await CallAsync(token => deadLetters.AddAsync(deadLetter, token));
        return deadLetter;
    }

    private async Task CallAsync(Func<CancellationToken, ValueTask> call) => await storeRetry.CallAsync(
        async token =>
        {
            await call(token);
            return true;
        },
        CancellationToken.None);

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
