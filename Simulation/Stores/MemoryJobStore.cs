using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Transitions;
using Simulation.Faults;

namespace Simulation.Stores;

/// <summary>
/// The job store in memory, on the shared table of transitions: the contract suites run over it, so it means what the
/// real stores mean.
/// </summary>
internal sealed partial class MemoryJobStore(StoreData data)
    : ISubmissionStore, IClaimStore, IOutboxStore, IWebhookStore, IStoreHealth
{
    public ValueTask PingAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<Submission> AddAsync(
        Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (data.Gate)
        {
            if (submission.IdempotencyKey is { } key && data.Mutant is not Mutant.ForgetsIdempotencyKeys)
            {
                if (data.IdempotencyKeys.TryGetValue(key, out var earlier))
                    return ValueTask.FromResult(data.Submissions[earlier]);
                data.IdempotencyKeys.Add(key, submission.Id);
            }

            var kept = data.Mutant is Mutant.LosesWebhooks && jobs.Count > 1
                ? submission with { Webhook = null }
                : submission;
            if (!data.Submissions.TryAdd(submission.Id, kept))
                return ValueTask.FromResult(data.Submissions[submission.Id]);
            data.Members.Add(submission.Id, []);
            foreach (var job in data.Mutant is Mutant.LosesAJob && jobs.Count > 3 ? jobs.SkipLast(1) : jobs)
                data.TryAdd(job);
            return ValueTask.FromResult(submission);
        }
    }

    public ValueTask<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<Job>>(
                data.Submissions.ContainsKey(submissionId) ? [.. jobs.Where(data.TryAdd)] : []);
        }
    }

    public ValueTask<Job?> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(JobTransitions.Cancel, id, new TransitionArguments(now));

    public ValueTask<Job?> RetryAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        ChangeAsync(JobTransitions.Rerun, id, new TransitionArguments(now) { RelayTime = nextRelayAt });

    public ValueTask<Job?> AdvanceAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        ChangeAsync(JobTransitions.Advance, id, new TransitionArguments(now) { RelayTime = nextRelayAt });

    public ValueTask<Job?> ClaimAsync(
        JobId id, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult(data.Apply(
                JobTransitions.Claim, id, new TransitionArguments(now) { Worker = owner, LeaseEnd = leaseUntil }));
        }
    }

    public ValueTask<IReadOnlyList<Lease>> RenewAsync(
        IReadOnlyList<Lease> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<Lease>>(
            [
                .. leases.Where(lease => data.Apply(
                    JobTransitions.Renew,
                    lease.JobId,
                    new TransitionArguments { Fence = lease.Fence, LeaseEnd = leaseUntil }) is null),
            ]);
        }
    }

    public ValueTask<bool> CompleteAsync(Lease lease, Completion completion, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult(data.Apply(
                JobTransitions.For(completion), lease.JobId, TransitionArguments.For(lease, completion)) is not null);
        }
    }

    public ValueTask<IReadOnlyList<Submission>> ListWebhooksAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult<IReadOnlyList<Submission>>(
            [
                .. data.Submissions.Values
                    .Where(one => one.Webhook is not null && (after is not { } id || one.Id.Value > id.Value))
                    .OrderBy(one => one.Id.Value)
                    .Take(limit),
            ]);
        }
    }

    public ValueTask<bool> TakeWebhookAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        lock (data.Gate)
        {
            if (!data.Submissions.TryGetValue(id, out var submission) || submission.Webhook is null)
                return ValueTask.FromResult(false);
            data.Submissions[id] = submission with { Webhook = null };
            return ValueTask.FromResult(true);
        }
    }

    private ValueTask<Job?> ChangeAsync(JobTransition transition, JobId id, TransitionArguments arguments)
    {
        lock (data.Gate)
        {
            return ValueTask.FromResult(
                data.Apply(transition, id, arguments) ?? data.Jobs.GetValueOrDefault(id));
        }
    }
}
