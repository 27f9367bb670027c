using Jobs;
using Jobs.DeadLetters;
using Jobs.Events;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Options;

namespace Gateway.Api.Jobs;

/// <summary>What people do to jobs.</summary>
internal sealed class JobCommands(
    ISubmissionStore submissions, IJobReader reader, IDeadLetterStore deadLetters, JobPublisher publisher, IJobEvents events, IOptions<JobsOptions> options, TimeProvider clock)
{
    /// <summary>Jobs that one call runs again at the most: so that it ends within its time.</summary>
    public const int MaxAtOnce = 1000;

    /// <summary>Updates under way at once; the store writes what waits together.</summary>
    private const int Parallelism = 32;

    public async Task<CommandResult> RetryAsync(JobId id, CancellationToken cancellationToken)
    {
        var result = await ResetAsync(id, cancellationToken);
        if (result is CommandResult.Done(var job))
            await publisher.PublishAsync([job], cancellationToken);
        return result;
    }

    public async Task<CommandResult> CancelAsync(JobId id, CancellationToken cancellationToken)
    {
        if (await submissions.CancelAsync(id, Now(), cancellationToken) is not { } job)
            return new CommandResult.Unknown();
        if (job.State != JobState.Cancelled)
            return new CommandResult.NotAllowed($"The job has {Past(job.State)}, so there is nothing to cancel.");

        events.Publish(JobEvent.For(job));
        return new CommandResult.Done(job);
    }

    public async Task<(int Retried, int Remaining)> RetryAllAsync(
        JobState state, SubmissionId? submission, CancellationToken cancellationToken)
    {
        var query = new JobQuery { States = [state], SubmissionId = submission, Limit = MaxAtOnce };
        var page = await reader.ListAsync(query, cancellationToken);
        var retried = await RetryManyAsync([.. page.Items.Select(job => job.Id)], cancellationToken);
        var counts = submission is { } id
            ? await reader.CountAsync(id, cancellationToken)
            : await reader.CountAllAsync(cancellationToken);
        return (retried.Count, state == JobState.Failed ? counts.Failed : counts.Cancelled);
    }

    /// <returns>Those that run again.</returns>
    public async Task<IReadOnlyCollection<JobId>> RetryManyAsync(
        IReadOnlyList<JobId> ids, CancellationToken cancellationToken)
    {
        var again = new Job?[ids.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, ids.Count, parallel, async (i, token) =>
            again[i] = await ResetAsync(ids[i], token) is CommandResult.Done(var job) ? job : null);
        Job[] jobs = [.. again.OfType<Job>()];
        if (jobs.Length > 0)
            await publisher.PublishAsync(jobs, cancellationToken);
        return jobs.Select(job => job.Id).ToHashSet();
    }

    private async Task<CommandResult> ResetAsync(JobId id, CancellationToken cancellationToken)
    {
        var now = Now();
        if (await submissions.RetryAsync(id, now, now + options.Value.RepublishDelay, cancellationToken) is not { } job)
            return new CommandResult.Unknown();

        // The store leaves a job that may not be retried as it was, with an older stamp.
        if (job.State != JobState.Accepted || job.UpdatedAt != now)
        {
            return new CommandResult.NotAllowed(job.State == JobState.Succeeded
                ? "The job has succeeded; submit its link again, with maxAge PT0S to ask the source anew."
                : $"The job is {job.State.ToString().ToLowerInvariant()} and runs by itself; only failed and cancelled jobs can be retried.");
        }

        await deadLetters.RemoveForJobAsync(id, cancellationToken);
        events.Publish(JobEvent.For(job));
        return new CommandResult.Done(job);
    }

    /// <summary>In whole milliseconds, as stores keep it, so that a stamp that comes back can be compared.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static string Past(JobState state) => state == JobState.Succeeded ? "succeeded" : "failed";
}

/// <summary>What became of a command: closed, so that a switch over it is complete.</summary>
internal abstract record CommandResult
{
    private CommandResult() { }

    public sealed record Done(Job Job) : CommandResult;

    public sealed record NotAllowed(string Why) : CommandResult;

    public sealed record Unknown : CommandResult;
}
