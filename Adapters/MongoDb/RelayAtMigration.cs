using Jobs;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>
/// Migrates the jobs of an earlier version, whose field <c>relayAt</c> held either the end of a lease or the next turn
/// of the outbox relay. The index of that field says that there may be some, and goes with the last of them.
/// </summary>
internal static class RelayAtMigration
{
    public const string OldField = "relayAt";
    public const string OldIndex = "relay";
    private const int IndexNotFound = 27;

    public static async Task RunAsync(LinksDatabase database, CancellationToken cancellationToken)
    {
        using var cursor = await database.Jobs.Indexes.ListAsync(cancellationToken);
        var indexes = await cursor.ToListAsync(cancellationToken);
        if (!indexes.Exists(index => index["name"].AsString == OldIndex))
            return;

        await RenameAsync(database, "$eq", JobDocument.LeaseExpiresAt, cancellationToken);
        await RenameAsync(database, "$ne", JobDocument.NextRelayAt, cancellationToken);
        try
        {
            await database.Jobs.Indexes.DropOneAsync(OldIndex, cancellationToken);
        }
        catch (MongoCommandException error) when (error.Code == IndexNotFound)
        {
            // Another process that started at the same time was first.
        }
    }

    private static async Task RenameAsync(
        LinksDatabase database, string isRunning, string newField, CancellationToken cancellationToken) =>
        await database.Jobs.UpdateManyAsync(
            new BsonDocument
            {
                { OldField, new BsonDocument("$exists", true) },
                { JobDocument.State, new BsonDocument(isRunning, Bson.Of(JobState.Running)) },
            },
            new BsonDocument("$rename", new BsonDocument(OldField, newField)),
            cancellationToken: cancellationToken);
}
