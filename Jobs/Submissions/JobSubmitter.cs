using System.Diagnostics;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Telemetry;

namespace Jobs.Submissions;

/// <summary>Accepts work: stores it, then puts it on the queue. When this returns, nothing can be lost.</summary>
public sealed class JobSubmitter(ISubmissionStore store, JobPublisher publisher, JobsTelemetry telemetry)
{
    /// <returns>
    /// The submission that holds now: the given one, or the earlier one that has the same idempotency key (then no job
    /// was stored or published; the caller compares <see cref="Submission.Fingerprint"/>).
    /// </returns>
    /// <exception cref="StoreUnavailableException">Nothing was accepted.</exception>
    public async Task<Submission> SubmitAsync(
        Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        ArgumentNullException.ThrowIfNull(jobs);
        using var activity = JobsTelemetry.Source.StartActivity("accept");
        activity?.SetTag("submission.id", submission.Id.ToString());
        activity?.SetTag("jobs.count", jobs.Count);

        var stored = await StoreAsync(submission, jobs, cancellationToken);
        if (stored.Id == submission.Id)
            await publisher.PublishAsync(jobs, cancellationToken);
        return stored;
    }

    /// <summary>Stores only, for a caller who runs the jobs itself; what it does not get to is the relay's.</summary>
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
    /// Adds jobs to a submission that exists, those that it does not have yet, and puts them on the queue.
    /// </summary>
    /// <returns>Those that were new.</returns>
    public async ValueTask<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        var added = await store.AddJobsAsync(submissionId, jobs, cancellationToken);
        if (added.Count == 0)
            return added;

        CountAccepted(added);
        await publisher.PublishAsync(added, cancellationToken);
        return added;
    }

    private void CountAccepted(IReadOnlyList<Job> jobs)
    {
        foreach (var kind in jobs.CountBy(job => job.Kind))
            telemetry.Accepted(kind.Key, kind.Value);
    }
}
