using Jobs.Failures;
using Jobs.Stores;
using Microsoft.Extensions.Logging;

namespace Jobs.Running;

/// <summary>
/// Runs one attempt of a handler and turns everything it does into an outcome: an exception, a hang, a stop.
/// </summary>
internal sealed partial class JobAttempt(JobsOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>Grace period of a handler after its cancellation; then the job goes on without it.</summary>
    public static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The stop of the process cut off the attempt: the job is not at fault, and runs elsewhere at once.
    /// </summary>
    public static readonly JobOutcome.Failed Stopped =
        new(new Failure(
            FailureKind.Transient, "The worker stopped; the job runs elsewhere.", Code: FailureCodes.WorkerStopped));

    /// <returns>Null when the lease was lost: the worker that has the job now decides.</returns>
    public async Task<JobOutcome?> RunAsync(
        IJobHandler handler, JobContext context, CancellationTokenSource lost, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(handler.Kind.AttemptTimeout(options), clock);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(lost.Token, timeout.Token);
        try
        {
            var work = handler.HandleAsync(context, attempt.Token);
            var outcome = await UnlessItHangs(work, attempt.Token);

            // A source that was cut off by the stop may report a transient failure.
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
            // Stopping: the job is released. Lost: the worker that has it now decides.
            return stopping.IsCancellationRequested ? Stopped : null;
        }
        catch (StoreUnavailableException error)
        {
            return new JobOutcome.Failed(
                new Failure(FailureKind.Transient, error.Message, Code: FailureCodes.StoreAway));
        }
#pragma warning disable CA1031 // A bug in a handler fails the attempt and must not end the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (stopping.IsCancellationRequested)
                return Stopped;
            Log.HandlerThrew(logger, context.Job.Kind, context.Job.Id, error);
            return new JobOutcome.Failed(new Failure(
                FailureKind.Transient,
                $"The handler failed with {error.GetType().Name}; see the log of the worker for details.",
                Code: FailureCodes.HandlerFailed));
        }
        finally
        {
            // A handler that hangs may go on reporting, but its attempt is over.
            context.Close();
        }
    }

    private static JobOutcome.Failed TimedOut(TimeSpan after) =>
        new(new Failure(
            FailureKind.Transient,
            $"The attempt did not end within {after.TotalSeconds:0.#} s.",
            Code: FailureCodes.TimedOut));

    /// <summary>
    /// Waits for the handler, and after cancellation no longer than the grace period: a handler may ignore its token.
    /// </summary>
    private async Task<JobOutcome> UnlessItHangs(Task<JobOutcome> work, CancellationToken cancellation)
    {
        try
        {
            return await work.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // It may react within the grace period, or has just ended.
        }

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
        [LoggerMessage(1, LogLevel.Error, "The handler of kind {Kind} threw an exception for job {JobId}")]
        public static partial void HandlerThrew(ILogger logger, string kind, JobId jobId, Exception error);

        [LoggerMessage(2, LogLevel.Error,
            "A handler did not stop within {Seconds} s of its cancellation; its job goes on without it")]
        public static partial void HandlerHangs(ILogger logger, double seconds);
    }
}
