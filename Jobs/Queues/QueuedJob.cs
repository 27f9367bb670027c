namespace Jobs.Queues;

/// <summary>
/// A job that the queue confirmed, with its fence at the time of publishing: a later claim has a higher one.
/// </summary>
public readonly record struct QueuedJob(JobId JobId, int Fence)
{
    public static QueuedJob Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new QueuedJob(job.Id, job.Fence);
    }
}
