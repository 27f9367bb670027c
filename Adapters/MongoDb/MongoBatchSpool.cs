using System.Text;
using Files.Preparation;
using Files.Spooling;
using Jobs.Submissions;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>
/// Spools files in MongoDB, so that any gateway can feed what another accepted. A claim is a lease on the clock of the
/// server.
/// </summary>
internal sealed partial class MongoBatchSpool(
    LinksDatabase database, TimeProvider clock, ILogger<MongoBatchSpool> logger) : IBatchSpool
{
    /// <summary>Files that one pass removes; the rest waits for the next.</summary>
    private const int RemovedAtOnce = 100;

    public async ValueTask<ISpoolWriter> CreateAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        var claim = await database.RunAsync(token => OpenAsync(id, token), cancellationToken);
        return new MongoSpoolWriter(database, claim, clock);
    }

    public async ValueTask<ISpooledFile?> ClaimAsync(
        IReadOnlySet<SubmissionId> except, CancellationToken cancellationToken) =>
        await database.RunAsync(token => ClaimOldestAsync(except, token), cancellationToken);

    public async ValueTask<int> CountAsync(int limit, CancellationToken cancellationToken) =>
        (int)await database.RunAsync(
            token => database.Spool.CountDocumentsAsync(
                new BsonDocument(SpoolDocument.State, SpoolDocument.Kept), new CountOptions { Limit = limit }, token),
            cancellationToken);

    public async ValueTask<int> RemoveAbandonedAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        while (removed < RemovedAtOnce && await database.RunAsync(RemoveOneAsync, cancellationToken))
            removed++;
        return removed;
    }

    private async Task<SpoolClaim> OpenAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        var (owner, time) = (Guid.NewGuid(), await ServerTime.ReadAsync(database, clock, cancellationToken));
        await database.Spool.InsertOneAsync(
            new BsonDocument { { SpoolDocument.Id, Bson.Of(id) }, { SpoolDocument.State, SpoolDocument.Open } }
                .AddRange(SpoolClaim.Fields(owner, time, MongoSpoolWriter.Validity)),
            options: null,
            cancellationToken);
        return new SpoolClaim(database, id, owner, time);
    }

    private async Task<ISpooledFile?> ClaimOldestAsync(
        IReadOnlySet<SubmissionId> except, CancellationToken cancellationToken)
    {
        while (await TakeAsync([SpoolDocument.Kept], except, cancellationToken) is var (claim, taken))
        {
            if (PreparedFile.TryParse(Encoding.UTF8.GetBytes(taken[SpoolDocument.Note].AsString), out var file))
            {
                return new MongoSpooledFile(
                    database, claim, file, taken[SpoolDocument.Pages].AsInt32, taken[SpoolDocument.NextPage].AsInt32);
            }

            Log.Damaged(logger, claim.Id);
            await claim.DeleteAsync(cancellationToken);
        }

        return null;
    }

    private async Task<bool> RemoveOneAsync(CancellationToken cancellationToken) =>
        await TakeAsync([SpoolDocument.Open, SpoolDocument.Deleted], new HashSet<SubmissionId>(), cancellationToken)
            is var (claim, _)
        && await claim.DeleteAsync(cancellationToken);

    /// <summary>Takes the oldest file in one of the states whose claim has ended.</summary>
    private async Task<(SpoolClaim Claim, BsonDocument Taken)?> TakeAsync(
        string[] states, IReadOnlySet<SubmissionId> except, CancellationToken cancellationToken)
    {
        var (owner, time) = (Guid.NewGuid(), await ServerTime.ReadAsync(database, clock, cancellationToken));
        var free = new BsonDocument
        {
            { SpoolDocument.State, new BsonDocument("$in", new BsonArray(states)) },
            { SpoolDocument.ClaimedUntil, new BsonDocument("$lte", Bson.Of(time.Now)) },
        };
        if (except.Count > 0)
            free.Add(SpoolDocument.Id, new BsonDocument("$nin", new BsonArray(except.Select(Bson.Of))));
        var taken = await database.Spool.FindOneAndUpdateAsync<BsonDocument>(
            free,
            new BsonDocument("$set", SpoolClaim.Fields(owner, time, SpoolClaim.Validity)),
            new FindOneAndUpdateOptions<BsonDocument> { Sort = new BsonDocument(SpoolDocument.Id, 1) },
            cancellationToken);
        return taken is null
            ? null
            : (new SpoolClaim(database, new SubmissionId(taken[SpoolDocument.Id].AsGuid), owner, time), taken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error,
            "Removed the spooled file of submission {SubmissionId}, which is not readable: it must be sent again")]
        public static partial void Damaged(ILogger logger, SubmissionId submissionId);
    }
}
