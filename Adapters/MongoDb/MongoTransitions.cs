using System.Diagnostics;
using Jobs;
using Jobs.Stores;
using MongoDB.Bson;
using MongoDB.Driver;
using static Adapters.MongoDb.JobDocument;

namespace Adapters.MongoDb;

/// <summary>
/// Every change of a job's state as a condition and an update, as <see cref="IJobStore"/> describes it. Each is applied
/// to one document at a time, which the server does atomically.
/// </summary>
internal static class MongoTransitions
{
    /// <summary>The queue's redeliveryDelay doubles up to 2 to this power.</summary>
    public const int MaxQueuedDoublings = 6;

    private const int MaxRelayDoublings = 3;

    /// <summary>What the queue's confirmation may change.</summary>
    public static BsonDocument MayBeQueued(DateTimeOffset now) =>
        new("$or", new BsonArray { In(JobState.Accepted, JobState.Queued), Due(now) });

    public static BsonDocument Queued(DateTimeOffset now, TimeSpan redeliveryDelay, int relays) => new()
    {
        {
            "$set", new BsonDocument
            {
                { State, Bson.Of(JobState.Queued) },
                { QueuedAt, Bson.Of(now) },
                { UpdatedAt, Bson.Of(now) },
                { RelayAt, Bson.Of(now + redeliveryDelay * (1 << Math.Min(relays, MaxQueuedDoublings))) },
            }
        },
        { "$unset", new BsonDocument(DueAt, 1) },
    };

    public static BsonDocument MayBeClaimed(JobId id, DateTimeOffset now) => new()
    {
        { Id, Bson.Of(id) },
        {
            "$or", new BsonArray
            {
                In(JobState.Accepted, JobState.Queued),
                Due(now),
                new BsonDocument { { State, Bson.Of(JobState.Running) }, { RelayAt, AtOrBefore(now) } },
            }
        },
    };

    public static BsonDocument Claimed(string owner, DateTimeOffset now, DateTimeOffset leaseUntil) => new()
    {
        {
            "$set", new BsonDocument
            {
                { State, Bson.Of(JobState.Running) },
                { Owner, owner },
                { StartedAt, Bson.Of(now) },
                { UpdatedAt, Bson.Of(now) },
                { RelayAt, Bson.Of(leaseUntil) },
            }
        },
        { "$inc", new BsonDocument { { Attempt, 1 }, { Fence, 1 } } },
        { "$unset", new BsonDocument(DueAt, 1) },
    };

    /// <summary>Whether the lease is still the job's latest claim.</summary>
    public static BsonDocument Holds(Lease lease) => new()
    {
        { Id, Bson.Of(lease.JobId) },
        { State, Bson.Of(JobState.Running) },
        { Fence, lease.Fence },
    };

    /// <summary>A lease that is extended, or a turn of the relay that is moved.</summary>
    public static BsonDocument Renewed(DateTimeOffset relayAt) =>
        new("$set", new BsonDocument(RelayAt, Bson.Of(relayAt)));

    /// <summary>The attempt was cut off with its process, and does not count.</summary>
    public static BsonDocument Released(DateTimeOffset now) => Change(
        new BsonDocument
        {
            { State, Bson.Of(JobState.Retrying) },
            { DueAt, Bson.Of(now) },
            { RelayAt, Bson.Of(now) },
            { UpdatedAt, Bson.Of(now) },
        },
        [],
        new BsonDocument(Attempt, -1));

    public static BsonDocument Ended(Completion completion)
    {
        var set = new BsonDocument { { UpdatedAt, Bson.Of(completion.At) }, { Stages, StagesOf(completion.Stages) } };
        return completion switch
        {
            Completion.Succeeded done => Change(
                set.Add(State, Bson.Of(JobState.Succeeded)).Add(FinishedAt, Bson.Of(done.At)).With(Result, done.Result),
                done.Result is null ? [RelayAt, DueAt, Failure, Result] : [RelayAt, DueAt, Failure]),
            Completion.Failed failed => Change(
                set.Add(State, Bson.Of(JobState.Failed)).Add(FinishedAt, Bson.Of(failed.At))
                    .Add(Failure, Bson.Of(failed.Failure)),
                [RelayAt, DueAt, Result]),
            Completion.Retrying again => Change(
                set.Add(State, Bson.Of(JobState.Retrying)).Add(Failure, Bson.Of(again.Failure))
                    .Add(DueAt, Bson.Of(again.DueAt)).Add(RelayAt, Bson.Of(again.DueAt)),
                [Result],
                again.Counted ? null : new BsonDocument(Attempt, -1)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>
    /// One turn of the relay on one job, as it was seen: if anything moved it since, nothing happens.
    /// </summary>
    public static UpdateOneModel<BsonDocument> Relayed(
        BsonDocument seen, Guid turn, DateTimeOffset now, TimeSpan republishDelay)
    {
        var relays = seen[Relays].AsInt32;
        var set = new BsonDocument
        {
            { RelayAt, Bson.Of(now + republishDelay * (1 << Math.Min(relays, MaxRelayDoublings))) },
            { RelayTurn, Bson.Of(turn) },
        };
        if (StateOf(seen) is JobState.Running)
            set.Add(State, Bson.Of(JobState.Retrying)).Add(DueAt, Bson.Of(now)).Add(UpdatedAt, Bson.Of(now));
        return new UpdateOneModel<BsonDocument>(AsSeen(seen), Change(set, [], new BsonDocument(Relays, 1)));
    }

    /// <summary>Moves the turn of a job that is not to be relayed yet.</summary>
    public static UpdateOneModel<BsonDocument> Postponed(BsonDocument seen, DateTimeOffset until) =>
        new(AsSeen(seen), new BsonDocument("$set", new BsonDocument(RelayAt, Bson.Of(until))));

    public static BsonDocument MayBeCancelled(JobId id) =>
        In(JobState.Accepted, JobState.Queued, JobState.Running, JobState.Retrying).Add(Id, Bson.Of(id));

    public static BsonDocument Cancelled(DateTimeOffset now) => Change(
        new BsonDocument { { State, Bson.Of(JobState.Cancelled) }, { FinishedAt, Bson.Of(now) }, { UpdatedAt, Bson.Of(now) } },
        [RelayAt, DueAt]);

    public static BsonDocument MayBeRetried(JobId id) => In(JobState.Failed, JobState.Cancelled).Add(Id, Bson.Of(id));

    public static BsonDocument Retried(DateTimeOffset now, DateTimeOffset relayAt) => Change(
        new BsonDocument
        {
            { State, Bson.Of(JobState.Accepted) },
            { Attempt, 0 },
            { Relays, 0 },
            { RetriedAt, Bson.Of(now) },
            { UpdatedAt, Bson.Of(now) },
            { RelayAt, Bson.Of(relayAt) },
        },
        [Failure, FinishedAt, DueAt]);

    public static BsonDocument In(params IEnumerable<JobState> states) =>
        new(State, new BsonDocument("$in", new BsonArray(states.Select(Bson.Of))));

    public static BsonDocument AtOrBefore(DateTimeOffset at) => new("$lte", Bson.Of(at));

    private static BsonDocument Due(DateTimeOffset now) =>
        new() { { State, Bson.Of(JobState.Retrying) }, { DueAt, AtOrBefore(now) } };

    private static BsonDocument AsSeen(BsonDocument seen) =>
        new() { { Id, seen[Id] }, { State, seen[State] }, { Fence, seen[Fence] }, { RelayAt, seen[RelayAt] } };

    private static BsonDocument Change(BsonDocument set, string[] unset, BsonDocument? increment = null)
    {
        var change = new BsonDocument("$set", set);
        if (unset.Length > 0)
            change.Add("$unset", new BsonDocument(unset.Select(name => new BsonElement(name, 1))));
        return change.With("$inc", increment);
    }
}
