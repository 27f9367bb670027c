using System.Buffers;
using System.Security.Cryptography;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace Adapters.MongoDb;

/// <summary>
/// Stores the bytes of artifacts as GridFS files. A file is current while a document of <c>artifacts</c> names it;
/// every other file has a note in <c>artifacts.pending</c> with its expiry: a file being written in case its process
/// dies, and a replaced one after its readers had time to finish.
/// </summary>
internal sealed class ArtifactFiles(LinksDatabase database, TimeProvider clock)
{
    public const string GoesAt = "goesAt";
    private const string Id = "_id";
    private const string Key = "key";
    private const int BufferBytes = 128 * 1024;

    /// <summary>Notes that one call processes; the rest waits for the next.</summary>
    private const int CleanedAtOnce = 1_000;

    /// <summary>Age at which an unfinished file belongs to a dead process.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Time that readers have to finish a replaced or deleted file.</summary>
    private static readonly TimeSpan ReadersTime = TimeSpan.FromHours(1);

    /// <summary>
    /// Writes a file. Each part has the time limit of the database; exceptions from reading the content pass through.
    /// </summary>
    public async Task<(long Length, string Sha256)> WriteAsync(
        ObjectId file, string key, Stream content, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var upload = await database.RunAsync(
            async token =>
            {
                await NoteAsync(file, key, Abandoned, token);
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
            // Not disposed: that would close an interrupted upload, and so complete it.
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Notes that the file is no longer in use, or is about to be.</summary>
    public Task RetireAsync(ObjectId file, string key, CancellationToken cancellationToken) =>
        NoteAsync(file, key, ReadersTime, cancellationToken);

    /// <summary>Notes that the file is current.</summary>
    public Task ConfirmAsync(ObjectId file, CancellationToken cancellationToken) =>
        database.Pending.DeleteOneAsync(new BsonDocument(Id, file), cancellationToken);

    /// <summary>Deletes a file that never was current.</summary>
    public async Task DiscardAsync(ObjectId file, CancellationToken cancellationToken)
    {
        await DeleteAsync(file, cancellationToken);
        await ConfirmAsync(file, cancellationToken);
    }

    /// <summary>Deletes expired files.</summary>
    /// <returns>The number of processed notes.</returns>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var time = await ServerTime.ReadAsync(database, clock, cancellationToken);
        var notes = await database.Pending
            .Find(new BsonDocument(GoesAt, new BsonDocument("$lte", Bson.Of(time.Now))))
            .Limit(CleanedAtOnce)
            .ToListAsync(cancellationToken);
        foreach (var note in notes)
            await CleanAsync(note[Id].AsObjectId, note[Key].AsString, cancellationToken);
        return notes.Count;
    }

    /// <summary>
    /// Deletes the noted file, and files of the same artifact that are neither current nor noted: a process that died
    /// between replacing a file and noting it leaves one.
    /// </summary>
    private async Task CleanAsync(ObjectId noted, string key, CancellationToken cancellationToken)
    {
        // The order matters: a file that existed, has no note any more, and is not current after that, will never be
        // current.
        using var found = await database.Files.FindAsync(new BsonDocument("filename", key),
            cancellationToken: cancellationToken);
        var files = await found.ToListAsync(cancellationToken);
        var others = await database.Pending
            .Find(new BsonDocument { { Key, key }, { Id, new BsonDocument("$ne", noted) } })
            .ToListAsync(cancellationToken);
        var current = await database.Artifacts
            .Find(new BsonDocument(ArtifactDocument.Id, key)).FirstOrDefaultAsync(cancellationToken);

        var spared = others.Select(note => note[Id].AsObjectId).ToHashSet();
        if (current is not null)
            spared.Add(current[ArtifactDocument.File].AsObjectId);
        foreach (var file in files.Select(file => file.Id).Append(noted).Distinct().Where(file =>
            !spared.Contains(file)))
            await DeleteAsync(file, cancellationToken);
        await ConfirmAsync(noted, cancellationToken);
    }

    private async Task NoteAsync(ObjectId file, string key, TimeSpan after, CancellationToken cancellationToken)
    {
        // On the clock of the server, because another process may delete the file.
        var time = await ServerTime.ReadAsync(database, clock, cancellationToken);
        await database.Pending.ReplaceOneAsync(
            new BsonDocument(Id, file),
            new BsonDocument { { Id, file }, { Key, key }, { GoesAt, Bson.Of(time.Now + after) } },
            new ReplaceOptions { IsUpsert = true },
            cancellationToken);
    }

    private async Task DeleteAsync(ObjectId file, CancellationToken cancellationToken)
    {
        try
        {
            await database.Files.DeleteAsync(file, cancellationToken);
        }
        catch (GridFSFileNotFoundException)
        {
            // The chunks are deleted first: an interrupted upload has chunks and no file.
        }
    }
}
