namespace Jobs.Running;

/// <summary>
/// Does the jobs of one kind. May be called for many jobs at once, and twice for the same job after a crash.
/// </summary>
public interface IJobHandler
{
    JobKind Kind { get; }

    /// <summary>
    /// Does one attempt. What the world does is an outcome; an exception is a bug or a store that cannot be reached,
    /// and counts as <see cref="Failures.FailureKind.Transient"/>.
    /// </summary>
    /// <param name="context">The job, and what the handler may tell about it.</param>
    /// <param name="cancellationToken">
    /// Cancelled on time-out, when the job was cancelled, and when the process stops.
    /// </param>
    Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken);
}
