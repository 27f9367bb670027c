using Jobs;
using Jobs.DeadLetters;
using Jobs.Stores;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>
/// Stores dead letters in MongoDB. The dead letter of a job has the ID of the job as its key, so a later one replaces
/// it in one step.
/// </summary>
internal sealed class MongoDeadLetterStore(LinksDatabase database) : IDeadLetterStore
{
    public const string LetterId = "letterId";
    private const string Key = "_id";
    private const string Fence = "fence";
    private const string Raw = "raw";

    /// <summary>The beginning of the message, for lists; absent in dead letters of earlier versions.</summary>
    private const string Listed = "listed";

    private const string Length = "length";

    public async ValueTask AddAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        await database.RunAsync(
            async token =>
            {
                var document = Write(letter);
                while (true)
                {
                    try
                    {
                        await database.DeadLetters.ReplaceOneAsync(
                            Of(document[Key], letter.Fence), document, new ReplaceOptions { IsUpsert = true }, token);
                        return true;
                    }
                    catch (MongoWriteException error)
                        when (error.WriteError?.Category is ServerErrorCategory.DuplicateKey)
                    {
                        if (await IsLaterAsync(document[Key], letter.Fence, token))
                            return false;

                        // The same dead letter exists under another key, or two processes inserted it at once: the
                        // earlier one is removed.
                        await database.DeadLetters.DeleteOneAsync(
                            new BsonDocument
                            {
                                { LetterId, document[LetterId] },
                                { Key, new BsonDocument("$ne", document[Key]) },
                            },
                            token);
                    }
                }
            },
            cancellationToken);

    public async ValueTask<DeadLetter?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            token => database.DeadLetters.Find(new BsonDocument(LetterId, Bson.Of(id))).FirstOrDefaultAsync(token),
            cancellationToken);
        return found is null ? null : Read(found);
    }

    public async ValueTask<Page<DeadLetter>> ListAsync(int limit, Guid? after, CancellationToken cancellationToken)
    {
        var filter = after is { } last
            ? new BsonDocument(LetterId, new BsonDocument("$lt", Bson.Of(last)))
            : new BsonDocument();
        var found = await database.RunAsync(
            token => database.DeadLetters.Find(filter).Sort(new BsonDocument(LetterId, -1)).Limit(limit + 1)
                .Project(new BsonDocument(Raw, 0)).ToListAsync(token),
            cancellationToken);
        var letters = new List<DeadLetter>(found.Count);
        foreach (var letter in found)
            letters.Add(letter.Contains(Listed) ? ReadListed(letter) : await ListEarlierAsync(letter,
                cancellationToken));
        return Page.Cut(letters, limit, letter => letter.Id.ToString("N"));
    }

    /// <summary>Reads the message of a dead letter of an earlier version, one at a time, and cuts it.</summary>
    private async Task<DeadLetter> ListEarlierAsync(BsonDocument listed, CancellationToken cancellationToken)
    {
        var whole = await GetAsync(listed[LetterId].AsGuid, cancellationToken);
        var raw = whole?.Raw ?? default;
        return ReadListed(listed.Add(Listed, new BsonBinaryData(Beginning(raw))).Add(Length, raw.Length));
    }

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) =>
        DeleteAsync(new BsonDocument(LetterId, Bson.Of(id)), cancellationToken);

    public async ValueTask RemoveForJobAsync(JobId jobId, int fence, CancellationToken cancellationToken) =>
        await DeleteAsync(Of(Bson.Of(jobId), fence), cancellationToken);

    public async ValueTask<int> CountAsync(CancellationToken cancellationToken) =>
        (int)await database.RunAsync(
            token => database.DeadLetters.EstimatedDocumentCountAsync(cancellationToken: token), cancellationToken);

    private async ValueTask<bool> DeleteAsync(BsonDocument filter, CancellationToken cancellationToken)
    {
        var deleted = await database.RunAsync(
            token => database.DeadLetters.DeleteOneAsync(filter, token), cancellationToken);
        return deleted.DeletedCount == 1;
    }

    /// <summary>Selects the dead letter with a key, unless a later claim wrote it.</summary>
    private static BsonDocument Of(BsonValue key, int? fence)
    {
        var filter = new BsonDocument(Key, key);
        return fence is { } latest
            ? filter.Add("$or", new BsonArray
            {
                new BsonDocument(Fence, new BsonDocument("$exists", false)),
                new BsonDocument(Fence, new BsonDocument("$lte", latest)),
            })
            : filter;
    }

    private async Task<bool> IsLaterAsync(BsonValue key, int? fence, CancellationToken cancellationToken) =>
        fence is { } latest && await database.DeadLetters
            .Find(new BsonDocument { { Key, key }, { Fence, new BsonDocument("$gt", latest) } })
            .Project(new BsonDocument(Key, 1))
            .AnyAsync(cancellationToken);

    private static BsonDocument Write(DeadLetter letter) =>
        new BsonDocument
        {
            { Key, letter.JobId is { } job ? Bson.Of(job) : Bson.Of(letter.Id) },
            { LetterId, Bson.Of(letter.Id) },
            { "at", Bson.Of(letter.At) },
            { "failure", Bson.Of(letter.Failure) },
            { "attempts", letter.Attempts },
            { "origin", letter.Origin },
            { Raw, new BsonBinaryData(letter.Raw.ToArray()) },
            { Listed, new BsonBinaryData(Beginning(letter.Raw)) },
            { Length, letter.Raw.Length },
        }
        .With("jobId", letter.JobId is { } id ? Bson.Of(id) : null)
        .With("kind", letter.Kind)
        .With(Fence, letter.Fence is { } fence ? new BsonInt32(fence) : null);

    private static byte[] Beginning(ReadOnlyMemory<byte> raw) =>
        raw[..Math.Min(raw.Length, DeadLetter.ListedBytes)].ToArray();

    private static DeadLetter Read(BsonDocument document) => Read(document, Raw);

    private static DeadLetter ReadListed(BsonDocument document) =>
        Read(document, Listed) with { Length = document[Length].AsInt32 };

    private static DeadLetter Read(BsonDocument document, string raw) => new()
    {
        Id = document[LetterId].AsGuid,
        At = document.At("at"),
        JobId = document.TryGetValue("jobId", out var job) ? new JobId(job.AsGuid) : null,
        Kind = document.TextOrNull("kind"),
        Failure = document.FailureOrNull("failure")!,
        Attempts = document["attempts"].AsInt32,
        Origin = document["origin"].AsString,
        Fence = document.TryGetValue(Fence, out var fence) ? fence.AsInt32 : null,
        Raw = document[raw].AsByteArray,
    };
}
