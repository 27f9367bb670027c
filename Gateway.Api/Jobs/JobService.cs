using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Time;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Jobs;

/// <summary>Retries and cancels jobs for clients.</summary>
internal sealed class JobService(
    ISubmissionStore submissions, IJobReader reader, IDeadLetterStore deadLetters, JobPublisher publisher,
    IJobEvents events, IOptions<JobsOptions> options, StoreClock clock, TimeProvider timers, ILogger<JobService> logger)
{
    /// <summary>Maximum number of jobs that one call retries.</summary>
    public const int MaxPerCall = 1000;

    /// <summary>
    /// Time after which one call starts no further retry, and answers with those it did: clients give up at 30 s.
    /// </summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);

    /// <summary>Maximum number of concurrent updates; the store commits those that wait together.</summary>
    private const int Parallelism = 32;

    public async Task<CommandResult> RetryAsync(JobId id, CancellationToken cancellationToken)
    {
        var result = await ResetAsync(id, cancellationToken);
        if (result is CommandResult.Done(var job))
            await publisher.PublishAsync([job], CancellationToken.None);
        return result;
    }

    public async Task<CommandResult> CancelAsync(JobId id, CancellationToken cancellationToken)
    {
        if (await submissions.CancelAsync(id, Now(), cancellationToken) is not { } job)
            return new CommandResult.Unknown();
        if (job.State != JobState.Cancelled)
            return new CommandResult.NotAllowed($"The job has {Past(job.State)} and can't be canceled.");

        events.Publish(JobEvent.For(job));
        return new CommandResult.Done(job);
    }

    public async Task<(int Retried, int Remaining)> RetryAllAsync(
        JobState state, SubmissionId? submission, CancellationToken cancellationToken)
    {
        var query = new JobQuery { States = [state], SubmissionId = submission, Limit = MaxPerCall };
        var page = await reader.ListAsync(query, cancellationToken);
        var retried = await RetryManyAsync([.. page.Items.Select(job => job.Id)], cancellationToken);
        var counts = submission is { } id
            ? await reader.CountAsync(id, cancellationToken)
            : await reader.CountAllAsync(cancellationToken);
        return (retried.Count, state == JobState.Failed ? counts.Failed : counts.Cancelled);
    }

    /// <returns>The jobs that run again.</returns>
    public async Task<IReadOnlyCollection<JobId>> RetryManyAsync(
        IReadOnlyList<JobId> ids, CancellationToken cancellationToken)
    {
        var reset = new Job?[ids.Count];
        using var budget = new CancellationTokenSource(Budget, timers);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Parallelism, CancellationToken = either.Token,
        };
        try
        {
            // A retry that has started is not cut off, because it may have taken effect.
            await Parallel.ForAsync(0, ids.Count, parallel, async (i, _) =>
                reset[i] = await ResetAsync(ids[i], cancellationToken) is CommandResult.Done(var job)
                    ? job.WithoutDetails()
                    : null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The caller calls again for the others.
        }

        Job[] jobs = [.. reset.OfType<Job>()];
        if (jobs.Length > 0)
            await publisher.PublishAsync(jobs, CancellationToken.None);
        return jobs.Select(job => job.Id).ToHashSet();
    }

    private async Task<CommandResult> ResetAsync(JobId id, CancellationToken cancellationToken)
    {
        var now = Now();
        if (await submissions.RetryAsync(id, now, now + options.Value.RepublishDelay, cancellationToken) is not { } job)
            return new CommandResult.Unknown();

        // The store does not change a job that can't be retried, so its timestamp is older.
        if (job.State != JobState.Accepted || job.UpdatedAt != now)
        {
            return new CommandResult.NotAllowed(job.State == JobState.Succeeded
                ? "The job has succeeded: to fetch again, submit its link with maxAge PT0S."
                : $"The job is {job.State.ToString().ToLowerInvariant()} and needs no retry: "
                    + "only failed and canceled jobs can be retried.");
        }

        // Fenced: the job may have failed again by now. Not needed: the rerun is stored, and its dead letter is over.
        await LeftOver.TryRemoveAsync(
            token => deadLetters.RemoveForJobAsync(id, job.Fence, token), id, logger, cancellationToken);
        events.Publish(JobEvent.For(job));
        return new CommandResult.Done(job);
    }

    /// <summary>Truncates to milliseconds, the precision of stores, so that stored timestamps compare equal.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.Now.ToUnixTimeMilliseconds());

    private static string Past(JobState state) => state == JobState.Succeeded ? "succeeded" : "failed";
}
