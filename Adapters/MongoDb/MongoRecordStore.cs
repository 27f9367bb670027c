using Jobs.Stores;
using Jobs.Time;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>
/// Stores shared records in MongoDB. A change replaces the document that it read, and starts over when another process
/// was first.
/// </summary>
internal sealed class MongoRecordStore(LinksDatabase database, StoreClock clock) : IRecordStore
{
    private const string Name = "_id";
    private const string Value = "value";
    private const string Version = "version";

    /// <summary>Longest pause before a change starts over; each one that failed let another one pass.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    public async ValueTask<T> ChangeAsync<T>(
        string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change,
        CancellationToken cancellationToken) =>
        await database.RunAsync(token => ChangeUntilFirstAsync(name, change, token), cancellationToken);

    public async ValueTask<(IReadOnlyDictionary<string, string> Records, DateTimeOffset Now)> ReadAsync(
        string prefix, CancellationToken cancellationToken) =>
        await database.RunAsync(
            async token =>
            {
                var found = await database.Records
                    .Find(new BsonDocument(Name, new BsonDocument { { "$gte", prefix }, { "$lt", prefix + "\uFFFF" } }))
                    .ToListAsync(token);
                return (
                    (IReadOnlyDictionary<string, string>)found.ToDictionary(
                        record => record[Name].AsString, record => record[Value].AsString, StringComparer.Ordinal),
                    await clock.NowAsync(token));
            },
            cancellationToken);

    private async Task<T> ChangeUntilFirstAsync<T>(
        string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = await database.Records
                .Find(new BsonDocument(Name, name)).FirstOrDefaultAsync(cancellationToken);
            var text = before?[Value].AsString;
            var (after, answer) = change(text, await clock.NowAsync(cancellationToken));
            if (after == text || await TryReplaceAsync(name, before, after, cancellationToken))
                return answer;
            await Task.Delay(LongestPause * Random.Shared.NextDouble(), cancellationToken);
        }
    }

    private async Task<bool> TryReplaceAsync(
        string name, BsonDocument? before, string? after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(after?.Length ?? 0, IRecordStore.MaxLength);
        var seen = new BsonDocument { { Name, name }, { Version, before?[Version] ?? ObjectId.Empty } };
        if (after is null)
            return (await database.Records.DeleteOneAsync(seen, cancellationToken)).DeletedCount == 1;

        var document = new BsonDocument
        {
            { Name, name }, { Value, after }, { Version, ObjectId.GenerateNewId() },
        };
        try
        {
            if (before is not null)
            {
                var replaced = await database.Records.ReplaceOneAsync(
                    seen, document, cancellationToken: cancellationToken);
                return replaced.MatchedCount == 1;
            }

            await database.Records.InsertOneAsync(document, options: null, cancellationToken);
            return true;
        }
        catch (MongoWriteException error) when (error.WriteError?.Category is ServerErrorCategory.DuplicateKey)
        {
            return false;
        }
    }
}
