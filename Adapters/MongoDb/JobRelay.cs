using Jobs;
using Jobs.Queues;
using Jobs.Stores;
using Jobs.Submissions;
using Jobs.Transitions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>Applies confirmations of the queue and turns of the outbox relay to many jobs in a few calls.</summary>
internal sealed class JobRelay(LinksDatabase database)
{
    private static readonly BulkWriteOptions Unordered = new() { IsOrdered = false };

    /// <summary>Delay before a job whose submission is not stored yet is checked again.</summary>
    private static readonly TimeSpan OrphanPause = TimeSpan.FromMinutes(1);

    private readonly JobAcceptance acceptance = new(database);
    private readonly OrphanJobs orphanJobs = new(database);

    public async Task MarkQueuedAsync(
        IReadOnlyList<QueuedJob> jobs, DateTimeOffset now, TimeSpan redeliveryDelay,
        CancellationToken cancellationToken)
    {
        // Nearly always all of them are published for the first time, and share fence 0.
        foreach (var group in jobs.GroupBy(job => job.Fence, job => job.JobId))
            await MarkQueuedAsync([.. group], group.Key, now, redeliveryDelay, cancellationToken);
    }

    private async Task MarkQueuedAsync(
        IReadOnlyList<JobId> jobs,
        int fence,
        DateTimeOffset now,
        TimeSpan redeliveryDelay,
        CancellationToken cancellationToken)
    {
        var ids = new BsonDocument(JobDocument.Id, new BsonDocument("$in", new BsonArray(jobs.Select(Bson.Of))));
        var relayed = await database.Jobs
            .Find(new BsonDocument(ids).Add(JobDocument.Relays, new BsonDocument("$gt", 0)))
            .Project(new BsonDocument(JobDocument.Relays, 1))
            .ToListAsync(cancellationToken);

        // Nearly always none was relayed, and one update suffices. A job relayed in between keeps its state until the
        // next confirmation.
        var updates = relayed
            .GroupBy(job => job[JobDocument.Relays].AsInt32, job => job[JobDocument.Id])
            .Select(group => Mark(new BsonDocument("$in", new BsonArray(group)), group.Key))
            .Prepend(Mark(ids[JobDocument.Id], 0));
        await database.Jobs.BulkWriteAsync(updates, Unordered, cancellationToken);

        UpdateManyModel<BsonDocument> Mark(BsonValue which, int relays)
        {
            var arguments = new TransitionArguments(now) { Fence = fence, Delay = redeliveryDelay };
            return new UpdateManyModel<BsonDocument>(
                JobTransitions.Confirm.Condition(arguments).Add(JobDocument.Id, which).Add(JobDocument.Relays, relays),
                JobTransitions.Confirm.Update(arguments, relays));
        }
    }

    public async Task<IReadOnlyList<Job>> TakeAsync(RelayTurn turn, CancellationToken cancellationToken)
    {
        // Repeats until there are enough: another relay may have taken some, and every pass moves the turns it found.
        var taken = new List<Job>();
        while (taken.Count < turn.Limit
            && await WaitingAsync(turn, turn.Limit - taken.Count, cancellationToken) is { Count: > 0 } waiting)
        {
            taken.AddRange(await TakeAsync(waiting, turn.Now, turn.RepublishDelay, cancellationToken));
        }

        return taken;
    }

    /// <summary>Finds lanes, each by one step in the index, however many jobs wait in it.</summary>
    public async Task<IReadOnlyList<JobLane>> ListLanesAsync(
        JobLane? after, int limit, CancellationToken cancellationToken)
    {
        var lanes = new List<JobLane>();
        var last = after is { } lane ? LaneName.Of(lane) : "";
        while (lanes.Count < limit)
        {
            var next = await database.Jobs
                .Find(new BsonDocument
                {
                    { JobDocument.WaitsSince, new BsonDocument("$exists", true) },
                    { JobDocument.Lane, new BsonDocument("$gt", last) },
                })
                .Sort(new BsonDocument(JobDocument.Lane, 1))
                .Project(new BsonDocument(JobDocument.Lane, 1))
                .FirstOrDefaultAsync(cancellationToken);
            if (next is null)
                break;
            last = next[JobDocument.Lane].AsString;
            lanes.Add(LaneName.Read(last));
        }

        return lanes;
    }

    public async Task<IReadOnlyList<Job>> DispatchAsync(
        IReadOnlyList<(JobLane Lane, int Jobs)> lanes, DateTimeOffset now, TimeSpan republishDelay,
        CancellationToken cancellationToken)
    {
        var waiting = new List<BsonDocument>();
        foreach (var (lane, jobs) in lanes)
        {
            waiting.AddRange(await database.Jobs
                .Find(JobTransitions.Dispatch.Condition(new TransitionArguments(now))
                    .Add(JobDocument.Lane, LaneName.Of(lane)))
                .Sort(new BsonDocument(JobDocument.Id, 1))
                .Limit(jobs)
                .Project(JobDocument.WithoutDetails)
                .ToListAsync(cancellationToken));
        }

        return waiting.Count == 0
            ? []
            : [.. await TakeAsync(waiting, now, republishDelay, cancellationToken, withPayload: true)];
    }

    public async Task<IReadOnlyList<WaitingCount>> CountWaitingAsync(CancellationToken cancellationToken)
    {
        using var lanes = await database.Jobs
            .Aggregate()
            .Match(new BsonDocument(JobDocument.WaitsSince, new BsonDocument("$exists", true)))
            .Group<BsonDocument>(new BsonDocument
            {
                { "_id", $"${JobDocument.Lane}" },
                { "count", new BsonDocument("$sum", 1) },
            })
            .ToCursorAsync(cancellationToken);
        var counts = new Dictionary<(JobPriority Priority, string Kind), (int Jobs, int Clients)>();
        while (await lanes.MoveNextAsync(cancellationToken))
        {
            foreach (var group in lanes.Current)
            {
                var lane = LaneName.Read(group["_id"].AsString);
                var count = counts.GetValueOrDefault((lane.Priority, lane.Kind));
                counts[(lane.Priority, lane.Kind)] = (count.Jobs + group["count"].ToInt32(), count.Clients + 1);
            }
        }

        return
        [
            .. counts.OrderBy(count => count.Key.Priority).ThenBy(count => count.Key.Kind, StringComparer.Ordinal)
                .Select(count => new WaitingCount(
                    count.Key.Priority, count.Key.Kind, count.Value.Jobs, count.Value.Clients)),
        ];
    }

    public async Task<IReadOnlyDictionary<string, ReleasedJobs>> CountReleasedAsync(
        CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(
            CountAsync(JobDocument.NextRelayAt, JobState.Accepted, JobState.Queued),
            CountAsync(JobDocument.LeaseExpiresAt, JobState.Running));
        return counts[0].Keys.Union(counts[1].Keys).ToDictionary(
            kind => kind,
            kind => new ReleasedJobs(counts[0].GetValueOrDefault(kind), counts[1].GetValueOrDefault(kind)),
            StringComparer.Ordinal);

        async Task<Dictionary<string, int>> CountAsync(string turn, params JobState[] states)
        {
            var groups = await database.Jobs
                .Aggregate()
                .Match(MongoTransition.In(states).Add(turn, new BsonDocument("$exists", true)))
                .Group<BsonDocument>(new BsonDocument
                {
                    { "_id", $"${JobDocument.Kind}" },
                    { "count", new BsonDocument("$sum", 1) },
                })
                .ToListAsync(cancellationToken);
            return groups.ToDictionary(group => group["_id"].AsString, group => group["count"].ToInt32());
        }
    }

    public async Task<int> ReleaseAllAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var arguments = new TransitionArguments(now);
        return await UpdateAllAsync(JobTransitions.Release, arguments, cancellationToken)
            + await UpdateAllAsync(JobTransitions.ReleaseRunning, arguments, cancellationToken);
    }

    private async Task<int> UpdateAllAsync(
        JobTransition transition, TransitionArguments arguments, CancellationToken cancellationToken)
    {
        var updated = await database.Jobs.UpdateManyAsync(
            transition.Condition(arguments), transition.Update(arguments), cancellationToken: cancellationToken);
        return (int)updated.MatchedCount;
    }

    /// <summary>Finds the jobs whose turn has come, longest waiting first.</summary>
    private async Task<List<BsonDocument>> WaitingAsync(
        RelayTurn turn, int limit, CancellationToken cancellationToken)
    {
        // One query for each index: a query over both could not be read in order.
        var found = await Task.WhenAll(
            FindAsync(
                MongoTransition.In(JobState.Accepted, JobState.Queued, JobState.Retrying), JobDocument.NextRelayAt,
                turn.Now),
            turn.LeasesEndedBy is { } ended
                ? FindAsync(MongoTransition.In(JobState.Running), JobDocument.LeaseExpiresAt, ended)
                : Task.FromResult<List<BsonDocument>>([]));
        return
        [
            .. found.SelectMany(jobs => jobs)
                .DistinctBy(job => job[JobDocument.Id])
                .OrderBy(job => job[JobDocument.TurnOf(job)])
                .Take(limit),
        ];

        Task<List<BsonDocument>> FindAsync(BsonDocument states, string field, DateTimeOffset until) => database.Jobs
            .Find(states.Add(field, MongoTransition.AtOrBefore(until)))
            .Sort(new BsonDocument(field, 1))
            .Limit(limit)
            .Project(JobDocument.WithoutDetails)
            .ToListAsync(cancellationToken);
    }

    private async Task<IEnumerable<Job>> TakeAsync(
        List<BsonDocument> waiting, DateTimeOffset now, TimeSpan republishDelay, CancellationToken cancellationToken,
        bool withPayload = false)
    {
        var orphans = await OrphansAsync(waiting, cancellationToken);
        await orphanJobs.DeleteOldAsync(orphans, cancellationToken);

        var turn = Guid.CreateVersion7(now);
        var moves = waiting.Select(job => orphans.Contains(JobDocument.SubmissionOf(job))
            ? Postpone(job, now + OrphanPause)
            : Relay(job, turn, new TransitionArguments(now) { Delay = republishDelay }));
        await database.Jobs.BulkWriteAsync(moves, Unordered, cancellationToken);

        // The mark of this turn identifies our jobs.
        var ours = new BsonDocument
        {
            { JobDocument.Id, new BsonDocument("$in", new BsonArray(waiting.Select(job => job[JobDocument.Id]))) },
            { JobDocument.RelayTurn, Bson.Of(turn) },
        };
        var found = database.Jobs.Aggregate().Match(ours);
        var taken = await (withPayload ? found.AppendStage<BsonDocument>(JobDocument.BriefPayload) : found)
            .Project<BsonDocument>(withPayload ? JobDocument.WithBriefPayload : JobDocument.WithoutDetails)
            .ToListAsync(cancellationToken);
        var order = waiting.Index().ToDictionary(job => job.Item[JobDocument.Id], job => job.Index);
        return taken.OrderBy(job => order[job[JobDocument.Id]]).Select(JobDocument.Read);
    }

    /// <summary>
    /// Returns one turn of one job as it was seen: the update does nothing if the job changed since.
    /// </summary>
    private static UpdateOneModel<BsonDocument> Relay(BsonDocument seen, Guid turn, in TransitionArguments arguments)
    {
        var transition = seen.Contains(JobDocument.WaitsSince) ? JobTransitions.Dispatch
            : JobDocument.StateOf(seen) switch
            {
                JobState.Running => JobTransitions.Expire,
                JobState.Retrying => JobTransitions.Resume,
                _ => JobTransitions.Republish,
            };
        var update = transition.Update(arguments, seen[JobDocument.Relays].AsInt32);
        update["$set"].AsBsonDocument.Add(JobDocument.RelayTurn, Bson.Of(turn));
        return new UpdateOneModel<BsonDocument>(AsSeen(seen), update);
    }

    /// <summary>Moves the turn of a job whose submission is not stored yet.</summary>
    private static UpdateOneModel<BsonDocument> Postpone(BsonDocument seen, DateTimeOffset until) =>
        new(AsSeen(seen), new BsonDocument("$set", new BsonDocument(JobDocument.TurnOf(seen), Bson.Of(until))));

    private static BsonDocument AsSeen(BsonDocument seen)
    {
        var turn = JobDocument.TurnOf(seen);
        return new BsonDocument
        {
            { JobDocument.Id, seen[JobDocument.Id] },
            { JobDocument.State, seen[JobDocument.State] },
            { JobDocument.Fence, seen[JobDocument.Fence] },
            { turn, seen[turn] },
        };
    }

    /// <summary>
    /// Returns submissions that are not stored, or not yet. Only jobs that were never claimed can belong to one.
    /// </summary>
    private async Task<HashSet<SubmissionId>> OrphansAsync(List<BsonDocument> jobs, CancellationToken cancellationToken)
    {
        var accepted = jobs
            .Where(job => JobDocument.StateOf(job) is JobState.Accepted or JobState.Retrying
                && job[JobDocument.Fence].AsInt32 == 0)
            .Select(JobDocument.SubmissionOf)
            .ToHashSet();
        if (accepted.Count > 0)
            accepted.ExceptWith(await acceptance.ExistingAsync(accepted, cancellationToken));
        return accepted;
    }
}
