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
public sealed class JobRunner(
    IClaimStore store,
    IJobReader reader,
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
    private readonly KindSlots slots = new(options.Value);
    private readonly JobClaims claims = new(
        store, reader, leases, worker, storeClock,
        new StoreRetry(options.Value.Lease * 2, clock, random, logger), options.Value);

    private readonly AttemptEnd end = new(
        store, reader, deadLetters, events, telemetry, storeClock,
        new StoreRetry(StoreRetry.EndLimit, clock, random, logger), random, options.Value, logger);

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

        // Before the claim: a job that waits here stays free for another worker.
        await slots.TakeAsync(handler.Kind, stopping);
        try
        {
            return await RunAsync(message, handler, origin, stopping);
        }
        finally
        {
            slots.Return(handler.Kind);
        }
    }

    /// <summary>Returns true when a job of this kind would have to wait for others to end.</summary>
    public bool IsFull(JobKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return slots.IsFull(kind);
    }

    private async Task<RunResult> RunAsync(
        JobMessage message, IJobHandler handler, string origin, CancellationToken stopping)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        if (await claims.ClaimAsync(message.JobId, lost, stopping) is not { Job: var job } claimed)
        {
            telemetry.Duplicate(message.Kind);
            return RunResult.NothingToDo;
        }

        var lease = new Lease(job.Id, job.Fence);
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
            return await end.EndAsync(claimed, context, outcome, origin);
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

    private static readonly JobOutcome.Failed Paused = new(
        new Failure(FailureKind.RateLimited, "An operator paused such jobs.", Code: FailureCodes.Paused)
        {
            WaitsForTurn = true,
        });

    private static JobOutcome.Failed DiedTooOften(int attempts) => new(new Failure(
        FailureKind.Transient, $"No worker survived any of {attempts} attempts at this job, so it is not tried again.",
        Code: FailureCodes.WorkerDied));
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
