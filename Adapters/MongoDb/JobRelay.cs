using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>What the relay and the queue's confirmations change, many jobs in a few calls.</summary>
internal sealed class JobRelay(LinksDatabase database)
{
    private static readonly BulkWriteOptions Unordered = new() { IsOrdered = false };

    /// <summary>When a job whose submission is not there yet is looked at again.</summary>
    private static readonly TimeSpan OrphanPause = TimeSpan.FromMinutes(1);

    private readonly JobAcceptance acceptance = new(database);

    public async Task MarkQueuedAsync(
        IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay, CancellationToken cancellationToken)
    {
        // Nearly always all of them are published for the first time, and share fence 0.
        foreach (var group in jobs.GroupBy(job => job.Fence, job => job.JobId))
            await MarkQueuedAsync([.. group], group.Key, now, redeliveryDelay, cancellationToken);
    }

    private async Task MarkQueuedAsync(
        IReadOnlyList<JobId> jobs, int fence, DateTimeOffset now, TimeSpan redeliveryDelay, CancellationToken cancellationToken)
    {
        var ids = new BsonDocument(JobDocument.Id, new BsonDocument("$in", new BsonArray(jobs.Select(Bson.Of))));
        var relayed = await database.Jobs
            .Find(new BsonDocument(ids).Add(JobDocument.Relays, new BsonDocument("$gt", 0)))
            .Project(new BsonDocument(JobDocument.Relays, 1))
            .ToListAsync(cancellationToken);

        // Nearly always none was relayed, and one update does it. A job relayed in between is left for its next mark.
        var updates = relayed
            .GroupBy(job => job[JobDocument.Relays].AsInt32, job => job[JobDocument.Id])
            .Select(group => Mark(new BsonDocument("$in", new BsonArray(group)), group.Key))
            .Prepend(Mark(ids[JobDocument.Id], 0));
        await database.Jobs.BulkWriteAsync(updates, Unordered, cancellationToken);

        UpdateManyModel<BsonDocument> Mark(BsonValue which, int relays) => new(
            MongoTransitions.MayBeQueued(now).Add(JobDocument.Id, which).Add(JobDocument.Fence, fence)
                .Add(JobDocument.Relays, relays),
            MongoTransitions.Queued(now, redeliveryDelay, relays));
    }

    public async Task<IReadOnlyList<Job>> TakeAsync(
        DateTimeOffset now, TimeSpan republishDelay, int limit, CancellationToken cancellationToken)
    {
        // Again until there are enough: another relay may have had some, and every look moves what it found.
        var taken = new List<Job>();
        while (taken.Count < limit && await WaitingAsync(now, limit - taken.Count, cancellationToken) is { Count: > 0 } waiting)
            taken.AddRange(await TakeAsync(waiting, now, republishDelay, cancellationToken));
        return taken;
    }

    public async Task<int> ReleaseAllAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await database.Jobs.UpdateManyAsync(
            MongoTransitions.In(JobState.Accepted, JobState.Queued), MongoTransitions.Renewed(now), cancellationToken: cancellationToken);
        var running = await database.Jobs.UpdateManyAsync(
            MongoTransitions.In(JobState.Running), MongoTransitions.Released(now), cancellationToken: cancellationToken);
        return (int)(waiting.MatchedCount + running.MatchedCount);
    }

    private Task<List<BsonDocument>> WaitingAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.Jobs
            .Find(new BsonDocument(JobDocument.RelayAt, MongoTransitions.AtOrBefore(now)))
            .Sort(new BsonDocument(JobDocument.RelayAt, 1))
            .Limit(limit)
            .ToListAsync(cancellationToken);

    private async Task<IEnumerable<Job>> TakeAsync(
        List<BsonDocument> waiting, DateTimeOffset now, TimeSpan republishDelay, CancellationToken cancellationToken)
    {
        var orphans = await OrphansAsync(waiting, cancellationToken);
        await DeleteOldAsync(orphans, now, cancellationToken);

        var turn = Guid.CreateVersion7(now);
        var moves = waiting.Select(job => orphans.Contains(JobDocument.SubmissionOf(job))
            ? MongoTransitions.Postponed(job, now + OrphanPause)
            : MongoTransitions.Relayed(job, turn, now, republishDelay));
        await database.Jobs.BulkWriteAsync(moves, Unordered, cancellationToken);

        // This turn's mark says which are ours.
        var taken = await database.Jobs
            .Find(new BsonDocument
            {
                { JobDocument.Id, new BsonDocument("$in", new BsonArray(waiting.Select(job => job[JobDocument.Id]))) },
                { JobDocument.RelayTurn, Bson.Of(turn) },
            })
            .ToListAsync(cancellationToken);
        var order = waiting.Index().ToDictionary(job => job.Item[JobDocument.Id], job => job.Index);
        return taken.OrderBy(job => order[job[JobDocument.Id]]).Select(JobDocument.Read);
    }

    /// <summary>
    /// Submissions that are not there, or not yet. Only jobs that are still Accepted can belong to one.
    /// </summary>
    private async Task<HashSet<SubmissionId>> OrphansAsync(List<BsonDocument> jobs, CancellationToken cancellationToken)
    {
        var accepted = jobs
            .Where(job => JobDocument.StateOf(job) is JobState.Accepted)
            .Select(JobDocument.SubmissionOf)
            .ToHashSet();
        if (accepted.Count > 0)
            accepted.ExceptWith(await acceptance.ExistingAsync(accepted, cancellationToken));
        return accepted;
    }

    private async Task DeleteOldAsync(
        HashSet<SubmissionId> orphans, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (orphans.Count == 0)
            return;

        await database.Jobs.DeleteManyAsync(
            MongoTransitions.In(JobState.Accepted)
                .Add(JobDocument.SubmissionId, new BsonDocument("$in", new BsonArray(orphans.Select(Bson.Of))))
                .Add(JobDocument.AcceptedAt, MongoTransitions.AtOrBefore(now - JobAcceptance.OrphanAge)),
            cancellationToken);
    }
}
