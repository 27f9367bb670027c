using System.Diagnostics;
using Jobs;
using Jobs.Submissions;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>
/// Stores submissions. The jobs are written first and the submission last: its document makes them visible. A process
/// that dies in between leaves invisible jobs that are never relayed and that the outbox relay deletes.
/// </summary>
internal sealed class JobAcceptance(LinksDatabase database)
{
    /// <summary>
    /// Age at which jobs without a submission are deleted, see <see cref="OrphanJobs"/>; far above the duration of any
    /// acceptance.
    /// </summary>
    public static readonly TimeSpan OrphanAge = TimeSpan.FromMinutes(15);

    public async Task<Submission> AddAsync(
        Submission submission, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        if (await FindByKeyAsync(submission.IdempotencyKey, cancellationToken) is { } earlier)
            return earlier;

        var began = Stopwatch.GetTimestamp();
        await InsertAsync(jobs, cancellationToken);
        try
        {
            await database.Submissions.InsertOneAsync(
                SubmissionDocument.Write(submission), options: null, cancellationToken);
        }
        catch (MongoWriteException error) when (error.WriteError?.Category is ServerErrorCategory.DuplicateKey)
        {
            // The same key arrived at the same time, or this repeats a call whose answer was lost.
            var winner = await FindByKeyAsync(submission.IdempotencyKey, cancellationToken) ?? submission;
            if (winner.Id != submission.Id)
                await database.Jobs.DeleteManyAsync(OfSubmission(submission.Id), cancellationToken);
            return winner;
        }

        // A process that slept long enough for its jobs to pass as orphans writes them again.
        if (Stopwatch.GetElapsedTime(began) > OrphanAge / 2)
            await InsertAsync(jobs, cancellationToken);
        return submission;
    }

    public async Task<IReadOnlyList<Job>> AddJobsAsync(
        SubmissionId submissionId, IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        if (await ExistingAsync([submissionId], cancellationToken) is { Count: 0 })
            return [];

        var there = await InsertAsync(jobs, cancellationToken);
        if (there.Count == 0)
            return jobs;

        // Some of the rejected jobs may be these very jobs: the call is a repetition.
        var known = await database.Jobs
            .Find(new BsonDocument(JobDocument.Id, new BsonDocument(
                "$in", new BsonArray(there.Select(index => Bson.Of(jobs[index].Id))))))
            .Project(new BsonDocument(JobDocument.Id, 1))
            .ToListAsync(cancellationToken);
        var same = known.Select(JobDocument.IdOf).ToHashSet();
        return [.. jobs.Where((job, index) => !there.Contains(index) || same.Contains(job.Id))];
    }

    /// <summary>Returns the submissions that are stored.</summary>
    public async Task<HashSet<SubmissionId>> ExistingAsync(
        IEnumerable<SubmissionId> submissions, CancellationToken cancellationToken)
    {
        var found = await database.Submissions
            .Find(new BsonDocument(
                SubmissionDocument.Id, new BsonDocument("$in", new BsonArray(submissions.Select(Bson.Of)))))
            .Project(new BsonDocument(SubmissionDocument.Id, 1))
            .ToListAsync(cancellationToken);
        return [.. found.Select(document => new SubmissionId(document[SubmissionDocument.Id].AsGuid))];
    }

    public static BsonDocument OfSubmission(SubmissionId id) => new(JobDocument.SubmissionId, Bson.Of(id));

    private async Task<Submission?> FindByKeyAsync(string? key, CancellationToken cancellationToken)
    {
        if (key is null)
            return null;

        var found = await database.Submissions
            .Find(new BsonDocument(SubmissionDocument.IdempotencyKey, key)).FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : SubmissionDocument.Read(found);
    }

    /// <returns>The positions of the jobs that were not inserted, because their ID or key exists.</returns>
    private async Task<HashSet<int>> InsertAsync(IReadOnlyList<Job> jobs, CancellationToken cancellationToken)
    {
        if (jobs.Count == 0)
            return [];

        try
        {
            await database.Jobs.InsertManyAsync(
                jobs.Select(JobDocument.Write), new InsertManyOptions { IsOrdered = false }, cancellationToken);
            return [];
        }
        catch (MongoBulkWriteException<BsonDocument> error) when (error.WriteConcernError is null
            && error.WriteErrors.All(failed => failed.Category is ServerErrorCategory.DuplicateKey))
        {
            return [.. error.WriteErrors.Select(failed => failed.Index)];
        }
    }
}
