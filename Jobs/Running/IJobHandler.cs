namespace Jobs.Running;

/// <summary>
/// Runs the jobs of one kind. May be called for many jobs at once, and twice for the same job after a crash.
/// </summary>
public interface IJobHandler
{
    JobKind Kind { get; }

    /// <summary>
    /// Runs one attempt. Expected failures are outcomes; an exception is a bug or an unavailable store, and counts as
    /// <see cref="Failures.FailureKind.Transient"/>.
    /// </summary>
    /// <param name="context">The job, and the services of its attempt.</param>
    /// <param name="cancellationToken">
    /// Canceled on a timeout, when the job is canceled, and when the process stops.
    /// </param>
    Task<JobOutcome> HandleAsync(JobContext context, CancellationToken cancellationToken);
}
