using Jobs.Submissions;

namespace Jobs.Queues;

/// <summary>What travels on the queue for a job: enough to find it in the store, never its payload.</summary>
/// <param name="JobId">The job.</param>
/// <param name="SubmissionId">Its submission.</param>
/// <param name="Kind">Its kind; chooses the topic.</param>
/// <param name="Key">Its key; chooses the partition.</param>
/// <param name="TraceParent">W3C trace context of whoever published it; travels in a header.</param>
public sealed record JobMessage(JobId JobId, SubmissionId SubmissionId, string Kind, string Key, string? TraceParent)
{
    /// <summary>How often the job had been tried when this was published; for people who look at a topic.</summary>
    public int Attempt { get; init; }

    public static JobMessage For(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new JobMessage(job.Id, job.SubmissionId, job.Kind, job.Key, job.TraceParent) { Attempt = job.Attempt };
    }
}
