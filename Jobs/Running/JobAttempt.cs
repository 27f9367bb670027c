using Jobs.Failures;
using Jobs.Stores;
using Microsoft.Extensions.Logging;

namespace Jobs.Running;

/// <summary>
/// Has a handler do one attempt, and makes an outcome of whatever it does: an exception, a hang, a stop.
/// </summary>
internal sealed partial class JobAttempt(JobsOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>How long a handler that was told to stop may take before the job goes on without it.</summary>
    public static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The attempt was cut off by the stop of the process: the job is not at fault, and runs elsewhere at once.
    /// </summary>
    public static readonly JobOutcome.Failed Stopped =
        new(new Failure(
            FailureKind.Transient, "The worker stopped; the job runs elsewhere.", Code: FailureCodes.WorkerStopped));

    /// <returns>Null when the lease was lost: whoever has the job now decides.</returns>
    public async Task<JobOutcome?> RunAsync(
        IJobHandler handler, JobContext context, CancellationTokenSource lost, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(handler.Kind.AttemptTimeout(options), clock);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(lost.Token, timeout.Token);
        try
        {
            var work = handler.HandleAsync(context, attempt.Token);
            var outcome = await UnlessItHangs(work, attempt.Token);

            // A source that was cut off by the stop may call that a transient failure of its own.
            return stopping.IsCancellationRequested
                && outcome is JobOutcome.Failed { Failure.Kind: FailureKind.Transient }
                ? Stopped
                : outcome;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return TimedOut(handler.Kind.AttemptTimeout(options));
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // Stopping: the job is put back. Lost: whoever has it now decides.
            return stopping.IsCancellationRequested ? Stopped : null;
        }
        catch (StoreUnavailableException error)
        {
            return new JobOutcome.Failed(
                new Failure(FailureKind.Transient, error.Message, Code: FailureCodes.StoreAway));
        }
#pragma warning disable CA1031 // A bug in a handler must cost that job its attempt, not the process its life.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (stopping.IsCancellationRequested)
                return Stopped;
            Log.HandlerThrew(logger, context.Job.Kind, context.Job.Id, error);
            return new JobOutcome.Failed(new Failure(
                FailureKind.Transient, $"The handler failed with {error.GetType().Name}; the log of the worker has the details.",
                Code: FailureCodes.HandlerFailed));
        }
        finally
        {
            // A handler that hangs may go on reporting; its attempt is over.
            context.Close();
        }
    }

    private static JobOutcome.Failed TimedOut(TimeSpan after) =>
        new(new Failure(
            FailureKind.Transient,
            $"The attempt did not end within {after.TotalSeconds:0.#} s.",
            Code: FailureCodes.TimedOut));

    /// <summary>
    /// Waits for the work, and after cancellation only as long as the grace: a handler may ignore its token.
    /// </summary>
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The handler of kind {Kind} threw at job {JobId}")]
        public static partial void HandlerThrew(ILogger logger, string kind, JobId jobId, Exception error);

        [LoggerMessage(2, LogLevel.Error,
            "A handler did not stop within {Seconds} s of being told to; its job goes on without it")]
        public static partial void HandlerHangs(ILogger logger, double seconds);
    }
}
