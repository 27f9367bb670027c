using Jobs.Pace;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Telemetry;

namespace Jobs.Submissions;

/// <summary>
/// Accepts work: stores it, then publishes what its window has room for. When a call returns, nothing can be lost.
/// </summary>
public sealed class JobSubmitter(
    ISubmissionStore store, JobPublisher publisher, ReleaseWindow window, JobsTelemetry telemetry)
{
    /// <returns>
    /// The submission now stored: the given one, or the earlier one with the same idempotency key. In that case no job
    /// is stored or published, and the caller compares <see cref="Submission.Fingerprint"/>.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The store is unavailable; nothing was accepted.</exception>
    public async Task<Submission> SubmitAsync(
        Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        ArgumentNullException.ThrowIfNull(jobs);
        using var activity = JobsTelemetry.Source.StartActivity("accept");
        activity?.SetTag("submission.id", submission.Id.ToString());
        activity?.SetTag("jobs.count", jobs.Count);

        var placed = await window.PlaceAsync(jobs, cancellationToken);
        var stored = await StoreAsync(submission, placed, cancellationToken);
        if (stored.Id == submission.Id)
            await PublishAsync(placed, cancellationToken);
        return stored;
    }

    /// <summary>
    /// Stores without publishing, for a caller that runs the jobs itself; the outbox relay covers the rest.
    /// </summary>
    /// <inheritdoc cref="SubmitAsync"/>
    public async Task<Submission> StoreAsync(
        Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        ArgumentNullException.ThrowIfNull(jobs);
        var stored = await store.AddAsync(submission, jobs, cancellationToken);
        if (stored.Id == submission.Id)
            CountAccepted(jobs);
        return stored;
    }

    /// <summary>
    /// Adds jobs to an existing submission, skips those that it already has, and publishes the new ones.
    /// </summary>
    /// <returns>The new jobs.</returns>
    public async ValueTask<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var placed = await window.PlaceAsync(jobs, cancellationToken);
        var added = await store.AddJobsAsync(submissionId, placed, cancellationToken);
        if (added.Count == 0)
            return added;

        CountAccepted(added);
        await PublishAsync(added, cancellationToken);
        return added;
    }

    /// <summary>Publishes the jobs that need not wait for a turn.</summary>
    private async Task PublishAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        IReadOnlyList<Job> released = jobs.All(job => job.WaitsSince is null)
            ? jobs
            : [.. jobs.Where(job => job.WaitsSince is null)];
        if (released.Count > 0)
            await publisher.PublishAsync(released, cancellationToken);
    }

    private void CountAccepted(IReadOnlyList<Job> jobs)
    {
        foreach (var kind in jobs.CountBy(job => job.Kind))
            telemetry.Accepted(kind.Key, kind.Value);
    }
}
