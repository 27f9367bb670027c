using Jobs;
using Jobs.Stores;
using Jobs.Submissions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>Reads jobs and submissions. A job whose submission is not stored yet is invisible.</summary>
internal sealed class JobReads(LinksDatabase database)
{
    private static readonly BsonDocument WithoutDetails = new()
    {
        { JobDocument.Payload, 0 }, { JobDocument.Result, 0 }, { JobDocument.Stages, 0 },
    };

    private readonly JobAcceptance acceptance = new(database);

    public async Task<Job?> GetAsync(JobId id, CancellationToken cancellationToken)
    {
        var found = await database.Jobs
            .Find(new BsonDocument(JobDocument.Id, Bson.Of(id))).ToListAsync(cancellationToken);
        return (await SeenAsync(found, cancellationToken)).SingleOrDefault();
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
            .Group<BsonDocument>(new BsonDocument
            {
                { "_id", $"${JobDocument.State}" },
                { "count", new BsonDocument("$sum", 1) },
            })
            .ToListAsync(cancellationToken);
        return SubmissionCounts.From(counts.ToDictionary(
            group => Enum.Parse<JobState>(group["_id"].AsString), group => group["count"].ToInt32()));
    }

    /// <summary>
    /// Counts all jobs at the cost of those that have not succeeded: each other state is counted in its part of the
    /// index, and Succeeded, nearly all in the long run, is the rest of the total that the collection knows without
    /// counting.
    /// </summary>
    public async Task<SubmissionCounts> CountAllAsync(CancellationToken cancellationToken)
    {
        var total = database.Jobs.EstimatedDocumentCountAsync(cancellationToken: cancellationToken);
        var counts = await Task.WhenAll(JobStates.All
            .Where(state => state is not JobState.Succeeded)
            .Select(async state => (
                State: state,
                Count: await database.Jobs.CountDocumentsAsync(
                    new BsonDocument(JobDocument.State, Bson.Of(state)), cancellationToken: cancellationToken))));
        var rest = await total - counts.Sum(state => state.Count);
        return SubmissionCounts.From(counts
            .Append((State: JobState.Succeeded, Count: Math.Max(0, rest)))
            .ToDictionary(state => state.State, state => (int)Math.Min(int.MaxValue, state.Count)));
    }

    public async Task<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(query.Limit, 1, JobQuery.MaxLimit);
        var found = await database.Jobs
            .Find(Filter(query))
            .Sort(new BsonDocument(JobDocument.Id, query.OldestFirst ? 1 : -1))
            .Limit(limit + 1)
            .Project(query.WithDetails ? new BsonDocument() : WithoutDetails)
            .ToListAsync(cancellationToken);
        var page = Page.Cut(found, limit, job => JobDocument.IdOf(job).ToString());
        return new Page<Job>(await SeenAsync(page.Items, cancellationToken), page.Next);
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
        if (query.After is { } after)
            filter.Add(JobDocument.Id, new BsonDocument(query.OldestFirst ? "$gt" : "$lt", Bson.Of(after)));
        return filter;
    }

    private async Task<IReadOnlyList<Job>> SeenAsync(
        IReadOnlyList<BsonDocument> found, CancellationToken cancellationToken)
    {
        var jobs = found.Select(JobDocument.Read).ToList();
        var accepted = jobs.Where(job => job.State is JobState.Accepted).Select(job => job.SubmissionId).ToHashSet();
        if (accepted.Count == 0)
            return jobs;

        var there = await acceptance.ExistingAsync(accepted, cancellationToken);
        return jobs.FindAll(job => job.State is not JobState.Accepted || there.Contains(job.SubmissionId));
    }
}
