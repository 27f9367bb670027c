using Jobs.Submissions;

namespace Jobs.Queues;

/// <summary>The message of a job on the queue: enough to find the job in the store, never its payload.</summary>
/// <param name="JobId">The job.</param>
/// <param name="SubmissionId">Its submission.</param>
/// <param name="Kind">Its kind, which selects the topic.</param>
/// <param name="Key">Its key, which selects the partition.</param>
/// <param name="TraceParent">W3C trace context of the publisher; travels in a header.</param>
public sealed record JobMessage(JobId JobId, SubmissionId SubmissionId, string Kind, string Key, string? TraceParent)
{
    /// <summary>Number of attempts at the time of publishing; for people who look at a topic.</summary>
    public int Attempt { get; init; }

    public static JobMessage For(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new JobMessage(job.Id, job.SubmissionId, job.Kind, job.Key, job.TraceParent) { Attempt = job.Attempt };
    }
}
