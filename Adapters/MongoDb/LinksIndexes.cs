using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>Creates the indexes, each for a named query; creating an existing one does nothing.</summary>
internal static class LinksIndexes
{
    public static async Task CreateAsync(LinksDatabase database, CancellationToken cancellationToken)
    {
        await database.Submissions.Indexes.CreateManyAsync(
            [
                Unique("idempotencyKey", sparse: true, (SubmissionDocument.IdempotencyKey, 1)),

                // Webhooks to send: few, however many submissions there are.
                Sparse("webhook", (SubmissionDocument.Webhook, 1)),
            ],
            cancellationToken);
        await database.Jobs.Indexes.CreateManyAsync(
            [
                // A key is unique within a submission.
                Unique("key", sparse: false, (JobDocument.SubmissionId, 1), (JobDocument.Key, 1)),

                // Counts and lists of one submission: the counts are read from the index alone.
                Plain("submission", (JobDocument.SubmissionId, 1), (JobDocument.State, 1), (JobDocument.Id, 1)),

                // Counts and lists over all submissions.
                Plain("state", (JobDocument.State, 1), (JobDocument.Id, 1)),

                // The outbox relay's turns: waiting jobs, and running ones by the end of their lease.
                Sparse("nextRelay", (JobDocument.NextRelayAt, 1)),
                Sparse("lease", (JobDocument.LeaseExpiresAt, 1)),

                // Waiting jobs by lane, and no others.
                new CreateIndexModel<BsonDocument>(
                    Keys([(JobDocument.Lane, 1), (JobDocument.Id, 1)]),
                    new CreateIndexOptions<BsonDocument>
                    {
                        Name = "lane",
                        PartialFilterExpression = new BsonDocument(
                            JobDocument.WaitsSince, new BsonDocument("$exists", true)),
                    }),
            ],
            cancellationToken);
        await database.DeadLetters.Indexes.CreateManyAsync(
            [Unique("letter", sparse: false, (MongoDeadLetterStore.LetterId, 1))], cancellationToken);
        await database.Videos.Indexes.CreateManyAsync(
            [Plain("fetched", (VideoDocument.FetchedAt, 1), (VideoDocument.Id, 1))], cancellationToken);
        await database.Artifacts.Indexes.CreateManyAsync(
            [
                Plain("video", (ArtifactDocument.VideoId, 1), (ArtifactDocument.Name, 1)),
                Plain("used", (ArtifactDocument.UsedAt, 1), (ArtifactDocument.Id, 1)),
            ],
            cancellationToken);
        await database.Pending.Indexes.CreateManyAsync([Plain("due", (ArtifactFiles.GoesAt, 1))], cancellationToken);

        await database.Spool.Indexes.CreateManyAsync(
            [Plain("claim", (SpoolDocument.State, 1), (SpoolDocument.ClaimedUntil, 1))], cancellationToken);
        await database.SpoolPages.Indexes.CreateManyAsync(
            [Unique("page", sparse: false, (SpoolDocument.File, 1), (SpoolDocument.Page, 1))], cancellationToken);

        // The server itself removes expired reports of workers.
        await database.Workers.Indexes.CreateManyAsync(
            [
                new CreateIndexModel<BsonDocument>(
                    Keys([(MongoWorkerStore.ExpiresAt, 1)]),
                    new CreateIndexOptions { Name = "expired", ExpireAfter = TimeSpan.Zero }),
            ],
            cancellationToken);
    }

    private static CreateIndexModel<BsonDocument> Plain(string name, params (string Field, int Order)[] keys) =>
        new(Keys(keys), new CreateIndexOptions { Name = name });

    private static CreateIndexModel<BsonDocument> Sparse(string name, params (string Field, int Order)[] keys) =>
        new(Keys(keys), new CreateIndexOptions { Name = name, Sparse = true });

    private static CreateIndexModel<BsonDocument> Unique(
        string name, bool sparse, params (string Field, int Order)[] keys) =>
        new(Keys(keys), new CreateIndexOptions { Name = name, Unique = true, Sparse = sparse });

    private static BsonDocument Keys((string Field, int Order)[] keys) =>
        new(keys.Select(key => new BsonElement(key.Field, key.Order)));
}
