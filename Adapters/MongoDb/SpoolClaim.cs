using Jobs.Stores;
using Jobs.Submissions;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>A claim on a spooled file: a lease on the clock of the server.</summary>
/// <param name="database">The database.</param>
/// <param name="id">The file.</param>
/// <param name="owner">Identifies the claim.</param>
/// <param name="time">The clock of the server.</param>
internal sealed class SpoolClaim(LinksDatabase database, SubmissionId id, Guid owner, ServerTime time)
{
    /// <summary>
    /// Time until another process may take a file from a process that died: above the time limit of any call.
    /// </summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(1);

    public SubmissionId Id => id;

    private BsonDocument Held => new() { { SpoolDocument.Id, Bson.Of(id) }, { SpoolDocument.Owner, Bson.Of(owner) } };

    /// <summary>Returns the fields of a claim that starts now, or is extended.</summary>
    public static BsonDocument Fields(Guid owner, ServerTime time, TimeSpan validity) => new()
    {
        { SpoolDocument.Owner, Bson.Of(owner) }, { SpoolDocument.ClaimedUntil, Bson.Of(time.Now + validity) },
    };

    /// <summary>Extends the claim, and changes the document of the file.</summary>
    /// <returns>False when the claim is lost; nothing changes then.</returns>
    public async Task<bool> ExtendAsync(
        TimeSpan validity, BsonDocument changes, CancellationToken cancellationToken) =>
        await UpdateAsync(Fields(owner, time, validity).AddRange(changes), cancellationToken);

    /// <summary>
    /// Deletes the file: the pages before the document that leads to them, so that a crash in between leaves nothing.
    /// </summary>
    /// <returns>False when the claim is lost; nothing changes then.</returns>
    public async Task<bool> DeleteAsync(CancellationToken cancellationToken)
    {
        var deleted = new BsonDocument(SpoolDocument.State, SpoolDocument.Deleted);
        if (!await ExtendAsync(Validity, deleted, cancellationToken))
            return false;

        await database.SpoolPages.DeleteManyAsync(SpoolDocument.PagesOf(id), cancellationToken);
        await database.Spool.DeleteOneAsync(Held, cancellationToken);
        return true;
    }

    /// <summary>Ends the claim; if the server does not answer, it ends by itself.</summary>
    public async Task TryReleaseAsync()
    {
        try
        {
            await database.RunAsync(
                token => UpdateAsync(
                    new BsonDocument(SpoolDocument.ClaimedUntil, Bson.Of(DateTimeOffset.UnixEpoch)), token),
                CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
        }
    }

    private async Task<bool> UpdateAsync(BsonDocument changes, CancellationToken cancellationToken)
    {
        var updated = await database.Spool.UpdateOneAsync(
            Held, new BsonDocument("$set", changes), cancellationToken: cancellationToken);
        return updated.MatchedCount == 1;
    }
}
