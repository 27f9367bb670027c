using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;

namespace Adapters.Sqlite;

/// <summary>Stores jobs in SQLite.</summary>
internal sealed class SqliteJobStore(ISqliteDatabase database)
    : ISubmissionStore, IJobReader, IClaimStore, IOutboxStore, IWebhookStore, IStoreHealth
{
    public ValueTask<Submission> AddAsync(
        Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => SubmissionRow.Add(connection, submission, jobs), cancellationToken);

    public ValueTask<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => SubmissionRow.AddJobs(connection, submissionId, jobs), cancellationToken);

    public async ValueTask MarkQueuedAsync(
        IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay,
        CancellationToken cancellationToken) =>
        await database.WriteRepeatableAsync(
            connection => SqliteTransitions.MarkQueued(connection, jobs, now, redeliveryDelay), cancellationToken);

    public ValueTask<Job?> ClaimAsync(
        JobId id, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        database.WriteRepeatableAsync(
            connection => SqliteTransitions.Claim(connection, id, owner, now, leaseUntil), cancellationToken);

    public ValueTask<IReadOnlyList<Lease>> RenewAsync(
        IReadOnlyList<Lease> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        database.WriteRepeatableAsync(
            connection => SqliteTransitions.Renew(connection, leases, leaseUntil), cancellationToken);

    public ValueTask<bool> CompleteAsync(Lease lease, Completion completion, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => SqliteTransitions.Complete(connection, lease, completion), cancellationToken);

    public async ValueTask<IReadOnlyList<Job>> TakeForRelayAsync(RelayTurn turn, CancellationToken cancellationToken)
    {
        // The relay looks every second and mostly finds nothing; a read costs far less than a transaction.
        return await database.ReadAsync(
            connection => SqliteTransitions.AnyWaiting(connection, turn), cancellationToken)
            ? await database.WriteRepeatableAsync(
                connection => SqliteTransitions.TakeForRelay(connection, turn),
                cancellationToken)
            : [];
    }

    public ValueTask<IReadOnlyList<JobLane>> ListLanesAsync(
        JobLane? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => SqliteLanes.List(connection, after, limit), cancellationToken);

    public ValueTask<IReadOnlyList<Job>> DispatchAsync(
        IReadOnlyList<(JobLane Lane, int Jobs)> lanes, DateTimeOffset now, TimeSpan republishDelay,
        CancellationToken cancellationToken) =>
        database.WriteRepeatableAsync(
            connection => SqliteLanes.Dispatch(connection, lanes, now, republishDelay), cancellationToken);

    public ValueTask<IReadOnlyList<WaitingCount>> CountWaitingAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(SqliteLanes.CountWaiting, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, ReleasedJobs>> CountReleasedAsync(
        CancellationToken cancellationToken) =>
        database.ReadAsync(SqliteLanes.CountReleased, cancellationToken);

    public ValueTask<Job?> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => SqliteTransitions.Cancel(connection, id, now), cancellationToken);

    public ValueTask<Job?> RetryAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => SqliteTransitions.Retry(connection, id, now, nextRelayAt), cancellationToken);

    public ValueTask<Job?> AdvanceAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => SqliteTransitions.Advance(connection, id, now, nextRelayAt), cancellationToken);

    public ValueTask<int> ReleaseAllAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => SqliteTransitions.ReleaseAll(connection, now), cancellationToken);

    public ValueTask<Job?> GetAsync(JobId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => JobReads.Get(connection, id), cancellationToken);

    public ValueTask<Submission?> GetSubmissionAsync(SubmissionId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => SubmissionRow.Get(connection, id), cancellationToken);

    public ValueTask<Page<Submission>> ListSubmissionsAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => SubmissionRow.List(connection, limit, after), cancellationToken);

    public ValueTask<IReadOnlyList<Submission>> ListWebhooksAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => SubmissionRow.ListWebhooks(connection, limit, after), cancellationToken);

    public ValueTask<bool> TakeWebhookAsync(SubmissionId id, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => SubmissionRow.TakeWebhook(connection, id), cancellationToken);

    public ValueTask<SubmissionCounts> CountAsync(SubmissionId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => SubmissionRow.Count(connection, id), cancellationToken);

    public ValueTask<SubmissionCounts> CountAllAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => SubmissionRow.Count(connection, null), cancellationToken);

    public ValueTask<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => JobReads.List(connection, query), cancellationToken);

    public ValueTask<IReadOnlyList<JobStatus>> ListStatesAsync(
        SubmissionId id, string kind, JobId? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection => JobReads.ListStates(connection, id, kind, after, limit), cancellationToken);

    public ValueTask PingAsync(CancellationToken cancellationToken) => database.PingAsync(cancellationToken);
}
