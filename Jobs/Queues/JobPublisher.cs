using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Queues;

/// <summary>Publishes stored jobs and records which ones the queue confirmed.</summary>
public sealed partial class JobPublisher(
    IJobQueue queue,
    PublishConfirmationWriter confirmations,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    ILogger<JobPublisher> logger)
{
    /// <summary>
    /// Publishes and waits for the confirmation, at most <see cref="JobsOptions.ConfirmTimeout"/>: the jobs are stored,
    /// so the outbox relay covers the rest.
    /// </summary>
    /// <returns>The number of jobs confirmed in time.</returns>
    public async Task<int> PublishAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        try
        {
            return await PublishAndConfirmAsync(jobs).WaitAsync(options.Value.ConfirmTimeout, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.NotConfirmed(logger, jobs.Count, options.Value.ConfirmTimeout.TotalSeconds);
            return 0;
        }
    }

    // Runs to its end even if nobody waits any more: a late confirmation still counts. The delivery timeout of the
    // queue bounds it, and the queue does not throw for broker errors.
    private async Task<int> PublishAndConfirmAsync(IReadOnlyList<Job> jobs)
    {
        try
        {
            var confirmed = await queue.PublishAsync([.. jobs.Select(JobMessage.For)], CancellationToken.None);
            var queued = new List<QueuedJob>(jobs.Count);
            for (var i = 0; i < jobs.Count; i++)
            {
                if (confirmed[i])
                    queued.Add(QueuedJob.Of(jobs[i]));
            }

            confirmations.Add(queued);
            return queued.Count;
        }
#pragma warning disable CA1031 // Nobody may wait any more, so the error is logged here or nowhere.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.PublishFailed(logger, jobs.Count, error);
            return 0;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "The queue did not confirm {Count} jobs within {Seconds} s; the outbox relay will publish them again")]
        public static partial void NotConfirmed(ILogger logger, int count, double seconds);

        [LoggerMessage(2, LogLevel.Error,
            "Publishing {Count} jobs failed; the outbox relay will publish them again")]
        public static partial void PublishFailed(ILogger logger, int count, Exception error);
    }
}
