namespace Jobs.Queues;

/// <summary>
/// A job that the queue confirmed, as it was when it was published: who claimed it since has a higher fence.
/// </summary>
public readonly record struct QueuedJob(JobId JobId, int Fence)
{
    public static QueuedJob Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new QueuedJob(job.Id, job.Fence);
    }
}
