using Jobs;
using Jobs.Submissions;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>
/// Deletes jobs whose submission was never stored. Their age counts from the turn that first found them, on the clock
/// of the server: the clocks of two gateways may differ by more than an acceptance takes.
/// </summary>
internal sealed class OrphanJobs(LinksDatabase database)
{
    /// <summary>Time of the turn that first found the job without its submission.</summary>
    public const string Since = "orphanSince";

    public async Task DeleteOldAsync(
        IReadOnlyCollection<SubmissionId> submissions, CancellationToken cancellationToken)
    {
        if (submissions.Count == 0)
            return;

        var orphans = MongoTransition.In(JobState.Accepted, JobState.Retrying)
            .Add(JobDocument.Fence, 0)
            .Add(JobDocument.SubmissionId, new BsonDocument("$in", new BsonArray(submissions.Select(Bson.Of))));
        await database.Jobs.UpdateManyAsync(
            new BsonDocument(orphans).Add(Since, new BsonDocument("$exists", false)),
            new BsonDocument("$currentDate", new BsonDocument(Since, true)),
            cancellationToken: cancellationToken);

        var time = await ServerTime.ReadAsync(database, TimeProvider.System, cancellationToken);
        await database.Jobs.DeleteManyAsync(
            orphans.Add(Since, MongoTransition.AtOrBefore(time.Now - JobAcceptance.OrphanAge)), cancellationToken);
    }
}
