using System.Buffers;
using System.Security.Cryptography;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace Infrastructure.Mongo;

/// <summary>
/// The bytes of artifacts, as GridFS files. A file counts once a document of <c>artifacts</c> names it. Before one is
/// written or deleted this is noted in <c>artifacts.pending</c>, so that what a dead process left is found and deleted.
/// </summary>
internal sealed class ArtifactFiles(LinksDatabase database, TimeProvider clock)
{
    public const string Since = "since";
    private const string Key = "key";
    private const int BufferBytes = 128 * 1024;

    /// <summary>A note this old is of a process that died: no file takes so long.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Writes a file. Each piece has the database's bound; what reading the content throws is thrown as it is.</summary>
    public async Task<(long Length, string Sha256)> WriteAsync(
        ObjectId file, string key, Stream content, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var upload = await database.RunAsync(
            async token =>
            {
                await NoteAsync(file, key, token);
                return await database.Files.OpenUploadStreamAsync(file, key, options: null, token);
            },
            cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var length = 0L;
            while (await content.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                length += count;
                digest.AppendData(buffer.AsSpan(0, count));
                await database.RunAsync(
                    token => upload.WriteAsync(buffer, 0, count, token), cancellationToken);
            }

            await database.RunAsync(upload.CloseAsync, cancellationToken);
            return (length, Convert.ToHexStringLower(digest.GetHashAndReset()));
        }
        finally
        {
            // Not disposed: that would close an upload that broke off, and so complete it.
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public Task NoteAsync(ObjectId file, string key, CancellationToken cancellationToken) =>
        database.Pending.ReplaceOneAsync(
            new BsonDocument("_id", file),
            new BsonDocument { { "_id", file }, { Key, key }, { Since, Bson.Of(clock.GetUtcNow()) } },
            new ReplaceOptions { IsUpsert = true },
            cancellationToken);

    /// <summary>Deletes every file of the artifact but the one that counts and those that others are writing, and the note.</summary>
    public async Task SettleAsync(ObjectId noted, string key, CancellationToken cancellationToken)
    {
        // In this order: a file that was there, is not noted any more and does not count after that, never will count.
        using var found = await database.Files.FindAsync(
            new BsonDocument("filename", key), cancellationToken: cancellationToken);
        var files = await found.ToListAsync(cancellationToken);
        var beingWritten = await database.Pending
            .Find(new BsonDocument { { Key, key }, { "_id", new BsonDocument("$ne", noted) } })
            .ToListAsync(cancellationToken);
        var current = await database.Artifacts
            .Find(new BsonDocument(ArtifactDocument.Id, key)).FirstOrDefaultAsync(cancellationToken);

        var spared = beingWritten.Select(note => note["_id"].AsObjectId).ToHashSet();
        if (current is not null)
            spared.Add(current[ArtifactDocument.File].AsObjectId);
        foreach (var file in files.Select(file => file.Id).Append(noted).Distinct().Where(file => !spared.Contains(file)))
            await DeleteAsync(file, cancellationToken);
        await database.Pending.DeleteOneAsync(new BsonDocument("_id", noted), cancellationToken);
    }

    /// <summary>Deletes what processes that died left behind.</summary>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var abandoned = await database.Pending
            .Find(new BsonDocument(Since, new BsonDocument("$lte", Bson.Of(clock.GetUtcNow() - Abandoned))))
            .ToListAsync(cancellationToken);
        foreach (var note in abandoned)
            await SettleAsync(note["_id"].AsObjectId, note[Key].AsString, cancellationToken);
        return abandoned.Count;
    }

    private async Task DeleteAsync(ObjectId file, CancellationToken cancellationToken)
    {
        try
        {
            await database.Files.DeleteAsync(file, cancellationToken);
        }
        catch (GridFSFileNotFoundException)
        {
            // Its chunks are deleted first: an upload that broke off has chunks and no file.
        }
    }
}
