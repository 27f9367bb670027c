using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>Reads jobs and submissions. A job whose submission is not stored yet is invisible.</summary>
internal sealed class JobReads(LinksDatabase database)
{
    /// <summary>Jobs with large fields that the server sends at once: some megabytes.</summary>
    private const int LargeBatch = 20;

    private static readonly BsonDocument CountByState = new()
    {
        { "_id", $"${JobDocument.State}" },
        { "count", new BsonDocument("$sum", 1) },
    };

    private readonly JobAcceptance acceptance = new(database);

    public async Task<Job?> GetAsync(JobId id, CancellationToken cancellationToken)
    {
        var found = await database.Jobs
            .Find(new BsonDocument(JobDocument.Id, Bson.Of(id))).ToListAsync(cancellationToken);
        return (await SeenAsync(found.ConvertAll(JobDocument.Read), cancellationToken)).SingleOrDefault();
    }

    public async Task<Submission?> GetSubmissionAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        var found = await database.Submissions
            .Find(new BsonDocument(SubmissionDocument.Id, Bson.Of(id))).FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : SubmissionDocument.Read(found);
    }

    public async Task<Page<Submission>> ListSubmissionsAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken)
    {
        var count = Math.Clamp(limit, 1, JobQuery.MaxLimit);
        var filter = after is { } last
            ? new BsonDocument(SubmissionDocument.Id, new BsonDocument("$lt", Bson.Of(last)))
            : new BsonDocument();
        var found = await database.Submissions
            .Find(filter).Sort(new BsonDocument(SubmissionDocument.Id, -1)).Limit(count + 1)
            .ToListAsync(cancellationToken);
        return Page.Cut(found.ConvertAll(SubmissionDocument.Read), count, submission => submission.Id.ToString());
    }

    public async Task<IReadOnlyList<Submission>> ListWebhooksAsync(
        int limit, SubmissionId? after, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument(SubmissionDocument.Webhook, new BsonDocument("$exists", true));
        if (after is { } last)
            filter.Add(SubmissionDocument.Id, new BsonDocument("$gt", Bson.Of(last)));
        var found = await database.Submissions
            .Find(filter).Sort(new BsonDocument(SubmissionDocument.Id, 1)).Limit(limit).ToListAsync(cancellationToken);
        return found.ConvertAll(SubmissionDocument.Read);
    }

    public async Task<SubmissionCounts> CountAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        var counts = await database.Jobs
            .Aggregate()
            .Match(JobAcceptance.OfSubmission(id))
            .Group<BsonDocument>(CountByState)
            .ToListAsync(cancellationToken);
        return SubmissionCounts.From(counts.ToDictionary(
            group => Enum.Parse<JobState>(group["_id"].AsString), group => group["count"].ToInt32()));
    }

    /// <summary>
    /// Counts all jobs at the cost of those that have not succeeded: these are counted in one pass over their part of
    /// the index, and Succeeded, nearly all in the long run, is the rest of the total that the collection knows without
    /// counting.
    /// </summary>
    /// <remarks>
    /// A server without replicas has no snapshot that outlives a pass. A job that changes its state meanwhile may be
    /// counted twice, and <see cref="WithoutStale"/> removes what the total shows to be one too many.
    /// </remarks>
    public async Task<SubmissionCounts> CountAllAsync(CancellationToken cancellationToken)
    {
        var total = await CountDocumentsAsync(cancellationToken);
        var groups = await database.Jobs
            .Aggregate()
            .Match(MongoTransition.In(JobStates.All.Where(state => state is not JobState.Succeeded)))
            .Group<BsonDocument>(CountByState)
            .ToListAsync(cancellationToken);
        var counts = groups.ToDictionary(
            group => Enum.Parse<JobState>(group["_id"].AsString), group => group["count"].ToInt64());

        // Jobs added since the total was read are no surplus.
        var counted = counts.Values.Sum();
        if (counted > total)
            total = await CountDocumentsAsync(cancellationToken);
        WithoutStale(counts, counted - total);
        counts[JobState.Succeeded] = Math.Max(0, total - counted);
        return SubmissionCounts.From(counts.ToDictionary(
            count => count.Key, count => (int)Math.Min(int.MaxValue, count.Value)));
    }

    /// <summary>
    /// Takes jobs that were counted twice from the states that they left: a job moves from the first to the last.
    /// </summary>
    internal static void WithoutStale(Dictionary<JobState, long> counts, long surplus)
    {
        foreach (var state in (ReadOnlySpan<JobState>)
            [JobState.Accepted, JobState.Retrying, JobState.Queued, JobState.Running])
        {
            var stale = Math.Clamp(surplus, 0, counts.GetValueOrDefault(state));
            counts[state] = counts.GetValueOrDefault(state) - stale;
            surplus -= stale;
        }
    }

    private Task<long> CountDocumentsAsync(CancellationToken cancellationToken) =>
        database.Jobs.EstimatedDocumentCountAsync(cancellationToken: cancellationToken);

    public async Task<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(query.Limit, 1, JobQuery.MaxLimit);
        var isLarge = query.WithDetails || query.WithPayload;
        using var cursor = await database.Jobs
            .Find(Filter(query), new FindOptions { BatchSize = isLarge ? LargeBatch : limit + 1 })
            .Sort(new BsonDocument(JobDocument.Id, query.OldestFirst ? 1 : -1))
            .Limit(limit + 1)
            .Project(Projection(query))
            .ToCursorAsync(cancellationToken);
        var found = new List<Job>();
        string? next = null;
        for (var bytes = 0L; next is null && await cursor.MoveNextAsync(cancellationToken);)
        {
            foreach (var job in cursor.Current.Select(JobDocument.Read))
            {
                bytes += job.Payload.Length + (job.Result?.Length ?? 0);
                if (found.Count == limit || (found.Count > 0 && bytes > query.MaxBytes))
                {
                    next = found[^1].Id.ToString();
                    break;
                }

                found.Add(job);
            }
        }

        return new Page<Job>(await SeenAsync(found, cancellationToken), next);
    }

    /// <summary>Lists the states of a stored submission's jobs.</summary>
    public async Task<IReadOnlyList<JobStatus>> ListStatesAsync(
        SubmissionId id, string kind, JobId? after, int limit, CancellationToken cancellationToken)
    {
        var filter = JobAcceptance.OfSubmission(id).Add(JobDocument.Kind, kind);
        if (after is { } last)
            filter.Add(JobDocument.Id, new BsonDocument("$gt", Bson.Of(last)));
        var found = await database.Jobs
            .Find(filter)
            .Sort(new BsonDocument(JobDocument.Id, 1))
            .Limit(limit)
            .Project(new BsonDocument
            {
                { JobDocument.Key, 1 }, { JobDocument.State, 1 }, { JobDocument.Failure, 1 },
            })
            .ToListAsync(cancellationToken);
        return found.ConvertAll(job => new JobStatus(
            JobDocument.IdOf(job), job[JobDocument.Key].AsString, JobDocument.StateOf(job),
            job.FailureOrNull(JobDocument.Failure)?.Reason));
    }

    private static BsonDocument Projection(JobQuery query)
    {
        var projection = JobDocument.WithoutDetails;
        if (query.WithPayload)
            projection.Remove(JobDocument.Payload);
        if (query.WithDetails)
        {
            projection.Remove(JobDocument.Result);
            projection.Remove(JobDocument.Stages);
        }

        return projection;
    }

    private static BsonDocument Filter(JobQuery query)
    {
        // Naming every state lets the server merge the parts of the index in the order of IDs.
        var states = query.States.Count > 0 ? query.States.Distinct() : JobStates.All;
        var filter = new BsonDocument();
        if (query.SubmissionId is { } submission)
            filter.Add(JobDocument.SubmissionId, Bson.Of(submission));
        if (query.SubmissionId is not null || query.States.Count > 0)
            filter.Merge(MongoTransition.In(states));
        if (query.Kind is { } kind)
            filter.Add(JobDocument.Kind, kind);
        if (query.UpdatedSince is { } since)
            filter.Add(JobDocument.UpdatedAt, new BsonDocument("$gte", Bson.Of(since)));
        var range = new BsonDocument();
        if (query.After is { } after)
            range.Add(query.OldestFirst ? "$gt" : "$lt", Bson.Of(after));
        if (query.Through is { } through)
            range.Add(query.OldestFirst ? "$lte" : "$gte", Bson.Of(through));
        if (range.ElementCount > 0)
            filter.Add(JobDocument.Id, range);
        return filter;
    }

    private async Task<IReadOnlyList<Job>> SeenAsync(List<Job> jobs, CancellationToken cancellationToken)
    {
        var accepted = jobs.Where(job => job.State is JobState.Accepted).Select(job => job.SubmissionId).ToHashSet();
        if (accepted.Count == 0)
            return jobs;

        var there = await acceptance.ExistingAsync(accepted, cancellationToken);
        return jobs.FindAll(job => job.State is not JobState.Accepted || there.Contains(job.SubmissionId));
    }
}
