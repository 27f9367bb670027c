using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using Simulation.Faults;

namespace Simulation.Stores;

/// <summary>The job store as one process reaches it.</summary>
internal sealed class RemoteJobStore(StoreData data, Remote remote)
    : ISubmissionStore, IClaimStore, IOutboxStore, IWebhookStore, IJobReader, IStoreHealth
{
    private readonly MemoryJobStore store = new(data);
    private readonly MemoryJobReader reader = new(data);

    public ValueTask PingAsync(CancellationToken cancellationToken) =>
        remote.CallAsync("ping", () => store.PingAsync(default), cancellationToken);

    public ValueTask<Submission> AddAsync(
        Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken) => remote.CallAsync(
        "add a submission", () => store.AddAsync(submission, jobs, default), cancellationToken,
        data.Mutant is Mutant.KeepsHalfWhenFull ? () => store.AddAsync(submission, [], default).AsTask() : null);

    public ValueTask<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken) => remote.CallAsync(
        "add jobs", () => store.AddJobsAsync(submissionId, jobs, default), cancellationToken);

    public ValueTask<Job?> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        remote.CallAsync("cancel", () => store.CancelAsync(id, now, default), cancellationToken);

    public ValueTask<Job?> RetryAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        remote.CallAsync("rerun", () => store.RetryAsync(id, now, nextRelayAt, default), cancellationToken);

    public ValueTask<Job?> AdvanceAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        remote.CallAsync("advance", () => store.AdvanceAsync(id, now, nextRelayAt, default), cancellationToken);

    public ValueTask<Job?> ClaimAsync(
        JobId id, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        remote.CallAsync("claim", () => store.ClaimAsync(id, owner, now, leaseUntil, default), cancellationToken);

    public ValueTask<IReadOnlyList<Lease>> RenewAsync(
        IReadOnlyList<Lease> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        remote.CallAsync("renew", () => store.RenewAsync(leases, leaseUntil, default), cancellationToken);

    public ValueTask<bool> CompleteAsync(Lease lease, Completion completion, CancellationToken cancellationToken) =>
        remote.CallAsync(
            $"complete claim {lease.Fence}", () => store.CompleteAsync(lease, completion, default), cancellationToken);

    public ValueTask MarkQueuedAsync(
        IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay,
        CancellationToken cancellationToken) => remote.CallAsync(
        "confirm", () => store.MarkQueuedAsync(jobs, now, redeliveryDelay, default), cancellationToken);

    public ValueTask<IReadOnlyList<Job>> TakeForRelayAsync(RelayTurn turn, CancellationToken cancellationToken) =>
        remote.CallAsync("relay", () => store.TakeForRelayAsync(turn, default), cancellationToken);

    public ValueTask<IReadOnlyList<JobLane>> ListLanesAsync(
        JobLane? after, int limit, CancellationToken cancellationToken) => remote.CallAsync(
        "list lanes", () => store.ListLanesAsync(after, limit, default), cancellationToken);

    public ValueTask<IReadOnlyList<Job>> DispatchAsync(
        IReadOnlyList<(JobLane Lane, int Jobs)> lanes, DateTimeOffset now, TimeSpan republishDelay,
        CancellationToken cancellationToken) => remote.CallAsync(
        "dispatch", () => store.DispatchAsync(lanes, now, republishDelay, default), cancellationToken);

    public ValueTask<IReadOnlyList<WaitingCount>> CountWaitingAsync(CancellationToken cancellationToken) =>
        remote.CallAsync("count waiting jobs", () => store.CountWaitingAsync(default), cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, ReleasedJobs>> CountReleasedAsync(
        CancellationToken cancellationToken) => remote.CallAsync(
        "count released jobs", () => store.CountReleasedAsync(default), cancellationToken);

    public ValueTask<int> ReleaseAllAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        remote.CallAsync("release all", () => store.ReleaseAllAsync(now, default), cancellationToken);

    public ValueTask<IReadOnlyList<Submission>> ListWebhooksAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken) => remote.CallAsync(
        "list webhooks", () => store.ListWebhooksAsync(limit, after, default), cancellationToken);

    public ValueTask<bool> TakeWebhookAsync(SubmissionId id, CancellationToken cancellationToken) =>
        remote.CallAsync("take a webhook", () => store.TakeWebhookAsync(id, default), cancellationToken);

    public ValueTask<Job?> GetAsync(JobId id, CancellationToken cancellationToken) =>
        remote.CallAsync("read a job", () => reader.GetAsync(id, default), cancellationToken);

    public ValueTask<Submission?> GetSubmissionAsync(SubmissionId id, CancellationToken cancellationToken) =>
        remote.CallAsync("read a submission", () => reader.GetSubmissionAsync(id, default), cancellationToken);

    public ValueTask<Page<Submission>> ListSubmissionsAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken) => remote.CallAsync(
        "list submissions", () => reader.ListSubmissionsAsync(limit, after, default), cancellationToken);

    public ValueTask<SubmissionCounts> CountAsync(SubmissionId id, CancellationToken cancellationToken) =>
        remote.CallAsync("count jobs", () => reader.CountAsync(id, default), cancellationToken);

    public ValueTask<SubmissionCounts> CountAllAsync(CancellationToken cancellationToken) =>
        remote.CallAsync("count all jobs", () => reader.CountAllAsync(default), cancellationToken);

    public ValueTask<IReadOnlyList<JobStatus>> ListStatesAsync(
        SubmissionId id, string kind, JobId? after, int limit, CancellationToken cancellationToken) =>
        remote.CallAsync(
            "list states", () => reader.ListStatesAsync(id, kind, after, limit, default), cancellationToken);

    public ValueTask<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken) =>
        remote.CallAsync("list jobs", () => reader.ListAsync(query, default), cancellationToken);
}
