using System.Runtime.CompilerServices;
using Extraction.Artifacts;
using Extraction.Links;
using Jobs.Stores;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace Adapters.MongoDb;

/// <summary>
/// Stores artifacts in MongoDB. One document names the current GridFS file; replacing that document switches to another
/// file.
/// </summary>
internal sealed partial class MongoArtifactStore(
    LinksDatabase database, ArtifactFiles files, TimeProvider clock,
    ILogger<MongoArtifactStore> logger) : IArtifactStore
{
    /// <summary>
    /// Precision of <see cref="Artifact.UsedAt"/>: a player requests many ranges, and not each one needs a write.
    /// </summary>
    private static readonly TimeSpan UsedAtPrecision = TimeSpan.FromHours(1);

    private const int Looks = 3;

    public async ValueTask<Artifact> PutAsync(
        VideoId video, ArtifactName name, string contentType, Stream content, CancellationToken cancellationToken)
    {
        var key = ArtifactDocument.KeyOf(video, name);
        var file = ObjectId.GenerateNewId();
        var (length, sha256) = await WriteAsync(file, key, content, cancellationToken);
        var now = clock.GetUtcNow();
        var artifact = new Artifact(video.Value, name.Value, contentType, length, sha256, now, now);

        // If this fails, its outcome is unknown, so the file stays until its note expires.
        await database.RunAsync(
            async token =>
            {
                var replaced = await database.Artifacts.FindOneAndReplaceAsync<BsonDocument>(
                    new BsonDocument(ArtifactDocument.Id, key),
                    ArtifactDocument.Write(key, file, artifact),
                    new FindOneAndReplaceOptions<BsonDocument>
                    {
                        IsUpsert = true,
                        ReturnDocument = ReturnDocument.Before,
                    },
                    token);
                if (replaced is not null)
                    await files.RetireAsync(replaced[ArtifactDocument.File].AsObjectId, key, token);
                await files.ConfirmAsync(file, token);
            },
            cancellationToken);
        return artifact;
    }

    public async ValueTask<ArtifactContent?> OpenAsync(
        VideoId video, ArtifactName name, CancellationToken cancellationToken) =>
        await database.RunAsync(token => OpenAsync(ArtifactDocument.KeyOf(video, name), token), cancellationToken);

    public async ValueTask<IReadOnlyList<Artifact>> ListAsync(VideoId video, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            token => database.Artifacts
                .Find(new BsonDocument(ArtifactDocument.VideoId, video.Value))
                .Sort(new BsonDocument(ArtifactDocument.Name, 1))
                .ToListAsync(token),
            cancellationToken);
        return found.ConvertAll(ArtifactDocument.Read);
    }

    public async ValueTask<bool> DeleteAsync(VideoId video, ArtifactName name, CancellationToken cancellationToken)
    {
        var key = ArtifactDocument.KeyOf(video, name);
        return await database.RunAsync(
            async token =>
            {
                var current = await database.Artifacts.Find(new BsonDocument(ArtifactDocument.Id, key))
                    .FirstOrDefaultAsync(token);
                if (current is null)
                    return false;

                await files.RetireAsync(current[ArtifactDocument.File].AsObjectId, key, token);
                var deleted = await database.Artifacts.DeleteOneAsync(
                    new BsonDocument
                    {
                        { ArtifactDocument.Id, key },
                        { ArtifactDocument.File, current[ArtifactDocument.File] },
                    },
                    token);
                return deleted.DeletedCount == 1;
            },
            cancellationToken);
    }

    public async ValueTask DeleteAllAsync(VideoId video, CancellationToken cancellationToken)
    {
        foreach (var artifact in await ListAsync(video, cancellationToken))
            await DeleteAsync(video, ArtifactName.Parse(artifact.Name), cancellationToken);
    }

    public async IAsyncEnumerable<Artifact> OldestUsedFirstAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var cursor = await database.RunAsync(
            token => database.Artifacts.FindAsync(
                new BsonDocument(),
                new FindOptions<BsonDocument>
                {
                    Sort = new BsonDocument { { ArtifactDocument.UsedAt, 1 }, { ArtifactDocument.Id, 1 } },
                },
                token),
            cancellationToken);
        while (await database.RunAsync(cursor.MoveNextAsync, cancellationToken))
        {
            foreach (var document in cursor.Current)
                yield return ArtifactDocument.Read(document);
        }
    }

    private async Task<ArtifactContent?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var which = new BsonDocument(ArtifactDocument.Id, key);
        for (var look = 1; ; look++)
        {
            if (await database.Artifacts.Find(which).FirstOrDefaultAsync(cancellationToken) is not { } document)
                return null;

            try
            {
                var stream = await database.Files.OpenDownloadStreamAsync(
                    document[ArtifactDocument.File].AsObjectId, new GridFSDownloadOptions { Seekable = true },
                    cancellationToken);
                return new ArtifactContent(
                    await UsedAsync(which, ArtifactDocument.Read(document), cancellationToken), stream);
            }
            catch (GridFSFileNotFoundException) when (look < Looks)
            {
                // The file was replaced between the two reads: the next pass finds the new file, or nothing.
            }
        }
    }

    private async Task<Artifact> UsedAsync(BsonDocument which, Artifact artifact, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - artifact.UsedAt < UsedAtPrecision)
            return artifact;

        await database.Artifacts.UpdateOneAsync(
            which,
            new BsonDocument("$set", new BsonDocument(ArtifactDocument.UsedAt, Bson.Of(now))),
            cancellationToken: cancellationToken);
        return artifact with { UsedAt = now };
    }

    private async Task<(long Length, string Sha256)> WriteAsync(
        ObjectId file, string key, Stream content, CancellationToken cancellationToken)
    {
        var written = false;
        try
        {
            var result = await files.WriteAsync(file, key, content, cancellationToken);
            written = true;
            return result;
        }
        finally
        {
            if (!written)
                await TryDiscardAsync(file, key);
        }
    }

    private async Task TryDiscardAsync(ObjectId file, string key)
    {
        try
        {
            await database.RunAsync(token => files.DiscardAsync(file, token), CancellationToken.None);
        }
        catch (StoreUnavailableException error)
        {
            Log.LeftOver(logger, key, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The unfinished file of {Artifact} stays for a day: {Reason}")]
        public static partial void LeftOver(ILogger logger, string artifact, string reason);
    }
}
