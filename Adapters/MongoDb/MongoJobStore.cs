using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Transitions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>
/// Stores jobs in MongoDB without transactions, which a single server lacks: each transition updates one document.
/// </summary>
internal sealed class MongoJobStore(LinksDatabase database)
    : ISubmissionStore, IJobReader, IClaimStore, IOutboxStore, IWebhookStore, IStoreHealth, IDisposable
{
    private readonly JobAcceptance acceptance = new(database);
    private readonly JobRelay relay = new(database);
    private readonly JobReads reads = new(database);
    private readonly JobTotals totals = new(new JobReads(database));

    public async ValueTask<Submission> AddAsync(
        Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken) =>
        await database.RunAsync(token => acceptance.AddAsync(submission, jobs, token), cancellationToken);

    public async ValueTask<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken) =>
        await database.RunAsync(token => acceptance.AddJobsAsync(submissionId, jobs, token), cancellationToken);

    public async ValueTask MarkQueuedAsync(
        IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay,
        CancellationToken cancellationToken)
    {
        if (jobs.Count > 0)
            await database.RunAsync(
                token => relay.MarkQueuedAsync(jobs, now, redeliveryDelay, token), cancellationToken);
    }

    public ValueTask<Job?> ClaimAsync(
        JobId id, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        MoveAsync(
            JobTransitions.Claim,
            id,
            new TransitionArguments(now) { Worker = owner, LeaseEnd = leaseUntil },
            cancellationToken);

    public async ValueTask<IReadOnlyList<Lease>> RenewAsync(
        IReadOnlyList<Lease> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        leases.Count == 0
            ? []
            : await database.RunAsync(token => RenewEachAsync(leases, leaseUntil, token), cancellationToken);

    public async ValueTask<bool> CompleteAsync(
        Lease lease, Completion completion, CancellationToken cancellationToken) =>
        await database.RunAsync(
            async token =>
            {
                var transition = JobTransitions.For(completion);
                var arguments = TransitionArguments.For(lease, completion);
                var ended = await database.Jobs.UpdateOneAsync(
                    transition.Condition(lease.JobId, arguments),
                    transition.Update(arguments),
                    cancellationToken: token);
                return ended.MatchedCount == 1;
            },
            cancellationToken);

    public async ValueTask<IReadOnlyList<Job>> TakeForRelayAsync(
        RelayTurn turn, CancellationToken cancellationToken) =>
        await database.RunAsync(token => relay.TakeAsync(turn, token), cancellationToken);

    public async ValueTask<IReadOnlyList<JobLane>> ListLanesAsync(
        JobLane? after, int limit, CancellationToken cancellationToken) =>
        await database.RunAsync(token => relay.ListLanesAsync(after, limit, token), cancellationToken);

    public async ValueTask<IReadOnlyList<Job>> DispatchAsync(
        IReadOnlyList<(JobLane Lane, int Jobs)> lanes, DateTimeOffset now, TimeSpan republishDelay,
        CancellationToken cancellationToken) =>
        await database.RunAsync(token => relay.DispatchAsync(lanes, now, republishDelay, token), cancellationToken);

    public async ValueTask<IReadOnlyList<WaitingCount>> CountWaitingAsync(CancellationToken cancellationToken) =>
        await database.RunAsync(relay.CountWaitingAsync, cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, ReleasedJobs>> CountReleasedAsync(
        CancellationToken cancellationToken) =>
        await database.RunAsync(relay.CountReleasedAsync, cancellationToken);

    public async ValueTask<Job?> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await MoveAsync(JobTransitions.Cancel, id, new TransitionArguments(now), cancellationToken)
        ?? await GetAsync(id, cancellationToken);

    public async ValueTask<Job?> RetryAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        await MoveAsync(
            JobTransitions.Rerun, id, new TransitionArguments(now) { RelayTime = nextRelayAt }, cancellationToken)
        ?? await GetAsync(id, cancellationToken);

    public async ValueTask<Job?> AdvanceAsync(
        JobId id, DateTimeOffset now, DateTimeOffset nextRelayAt, CancellationToken cancellationToken) =>
        await MoveAsync(
            JobTransitions.Advance, id, new TransitionArguments(now) { RelayTime = nextRelayAt }, cancellationToken)
        ?? await GetAsync(id, cancellationToken);

    public async ValueTask<int> ReleaseAllAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.RunAsync(token => relay.ReleaseAllAsync(now, token), cancellationToken);

    public async ValueTask<Job?> GetAsync(JobId id, CancellationToken cancellationToken) =>
        await database.RunAsync(token => reads.GetAsync(id, token), cancellationToken);

    public async ValueTask<Submission?> GetSubmissionAsync(SubmissionId id, CancellationToken cancellationToken) =>
        await database.RunAsync(token => reads.GetSubmissionAsync(id, token), cancellationToken);

    public async ValueTask<Page<Submission>> ListSubmissionsAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken) =>
        await database.RunAsync(token => reads.ListSubmissionsAsync(limit, after, token), cancellationToken);

    public async ValueTask<IReadOnlyList<Submission>> ListWebhooksAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken) =>
        await database.RunAsync(token => reads.ListWebhooksAsync(limit, after, token), cancellationToken);

    public async ValueTask<bool> TakeWebhookAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        var taken = await database.RunAsync(
            token => database.Submissions.UpdateOneAsync(
                new BsonDocument
                {
                    { SubmissionDocument.Id, Bson.Of(id) },
                    { SubmissionDocument.Webhook, new BsonDocument("$exists", true) },
                },
                new BsonDocument("$unset", new BsonDocument(SubmissionDocument.Webhook, 1)),
                cancellationToken: token),
            cancellationToken);
        return taken.MatchedCount == 1;
    }

    public async ValueTask<SubmissionCounts> CountAsync(SubmissionId id, CancellationToken cancellationToken) =>
        await database.RunAsync(token => reads.CountAsync(id, token), cancellationToken);

    public async ValueTask<SubmissionCounts> CountAllAsync(CancellationToken cancellationToken) =>
        await database.RunAsync(totals.CountAsync, cancellationToken);

    public async ValueTask<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken) =>
        await database.RunAsync(token => reads.ListAsync(query, token), cancellationToken);

    public async ValueTask<IReadOnlyList<JobStatus>> ListStatesAsync(
        SubmissionId id, string kind, JobId? after, int limit, CancellationToken cancellationToken) =>
        await database.RunAsync(token => reads.ListStatesAsync(id, kind, after, limit, token), cancellationToken);

    public void Dispose() => totals.Dispose();

    public async ValueTask PingAsync(CancellationToken cancellationToken) =>
        await database.RunAsync(
            token => database.Database.RunCommandAsync<BsonDocument>(
                new BsonDocument("ping", 1), cancellationToken: token),
            cancellationToken);

    private async ValueTask<Job?> MoveAsync(
        JobTransition transition, JobId id, TransitionArguments arguments, CancellationToken cancellationToken)
    {
        var moved = await database.RunAsync(
            token => database.Jobs.FindOneAndUpdateAsync<BsonDocument>(
                transition.Condition(id, arguments),
                transition.Update(arguments),
                new FindOneAndUpdateOptions<BsonDocument> { ReturnDocument = ReturnDocument.After },
                token),
            cancellationToken);
        return moved is null ? null : JobDocument.Read(moved);
    }

    private async Task<IReadOnlyList<Lease>> RenewEachAsync(
        IReadOnlyList<Lease> leases, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        var renewals = leases.Select(lease =>
        {
            var arguments = new TransitionArguments { Fence = lease.Fence, LeaseEnd = leaseUntil };
            return new UpdateOneModel<BsonDocument>(
                JobTransitions.Renew.Condition(lease.JobId, arguments), JobTransitions.Renew.Update(arguments));
        });
        var renewed = await database.Jobs.BulkWriteAsync(
            renewals, new BulkWriteOptions { IsOrdered = false }, cancellationToken);
        if (renewed.MatchedCount == leases.Count)
            return [];

        // A bulk write reports how many matched, not which.
        var held = await database.Jobs
            .Find(MongoTransition.In(JobState.Running).Add(
                JobDocument.Id, new BsonDocument("$in", new BsonArray(leases.Select(lease => Bson.Of(lease.JobId))))))
            .Project(new BsonDocument(JobDocument.Fence, 1))
            .ToListAsync(cancellationToken);
        return [.. leases.Except(held.Select(job => new Lease(JobDocument.IdOf(job), job[JobDocument.Fence].AsInt32)))];
    }
}
