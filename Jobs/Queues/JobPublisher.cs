using Jobs.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Queues;

/// <summary>Puts stored jobs on the queue, and has those that the queue confirmed marked.</summary>
public sealed partial class JobPublisher(
    IJobQueue queue, PublishConfirmationWriter marker, IOptions<JobsOptions> options, TimeProvider clock, ILogger<JobPublisher> logger)
{
    /// <summary>
    /// Publishes and waits for the confirmation, but no longer than <see cref="JobsOptions.ConfirmTimeout"/>: the jobs
    /// are stored, so what is not confirmed by then is the relay's.
    /// </summary>
    /// <returns>How many jobs were confirmed in time.</returns>
    public async Task<int> PublishAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        try
        {
            return await PublishAndMarkAsync(jobs).WaitAsync(options.Value.ConfirmTimeout, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.NotConfirmed(logger, jobs.Count, options.Value.ConfirmTimeout.TotalSeconds);
            return 0;
        }
    }

    // Runs to its end whoever waits for it: a late confirmation is still a confirmation. It is bounded by the
    // queue's own delivery timeout, and the queue does not throw for what the broker does.
    private async Task<int> PublishAndMarkAsync(IReadOnlyList<Job> jobs)
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

            marker.Mark(queued);
            return queued.Count;
        }
#pragma warning disable CA1031 // Nobody may be waiting any more: logged here or nowhere.
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
            "The queue did not confirm {Count} jobs within {Seconds} s; they are stored, and the relay will publish them again.")]
        public static partial void NotConfirmed(ILogger logger, int count, double seconds);

        [LoggerMessage(2, LogLevel.Error,
            "Publishing {Count} jobs failed; they are stored, and the relay will publish them again.")]
        public static partial void PublishFailed(ILogger logger, int count, Exception error);
    }
}
