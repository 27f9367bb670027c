using System.Text.RegularExpressions;
using Extraction.Links;
using Extraction.Videos;
using Jobs.Stores;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Adapters.MongoDb;

/// <summary>Stores videos in MongoDB, one document each.</summary>
internal sealed class MongoVideoStore(LinksDatabase database) : IVideoStore
{
    private const int MaxLimit = 1000;

    private static readonly BsonDocument NewestFirst = new()
    {
        { VideoDocument.FetchedAt, -1 },
        { VideoDocument.Id, -1 },
    };

    public async ValueTask UpsertAsync(Video video, CancellationToken cancellationToken)
    {
        var notNewer = new BsonDocument
        {
            { VideoDocument.Id, video.Id },
            { VideoDocument.FetchedAt, new BsonDocument("$lte", Bson.Of(video.FetchedAt)) },
        };
        var document = VideoDocument.Write(video);

        // A duplicate key means that a later document exists, which the condition does not match, or that another
        // process inserted at the same time, which a second attempt finds.
        if (!await TryReplaceAsync(notNewer, document, cancellationToken))
            await TryReplaceAsync(notNewer, document, cancellationToken);
    }

    public async ValueTask<Video?> GetAsync(VideoId id, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(
            token => database.Videos.Find(new BsonDocument(VideoDocument.Id, id.Value)).FirstOrDefaultAsync(token),
            cancellationToken);
        return found is null ? null : VideoDocument.Read(found);
    }

    public async ValueTask<IReadOnlyList<Video>> GetManyAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];

        var any = new BsonDocument(
            VideoDocument.Id, new BsonDocument("$in", new BsonArray(ids.Select(id => id.Value).Distinct())));
        var found = await database.RunAsync(token => database.Videos.Find(any).ToListAsync(token), cancellationToken);
        return found.ConvertAll(VideoDocument.Read);
    }

    public async ValueTask<IReadOnlyDictionary<VideoId, DateTimeOffset>> GetFetchTimesAsync(
        IReadOnlyCollection<VideoId> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return new Dictionary<VideoId, DateTimeOffset>();

        var any = new BsonDocument(
            VideoDocument.Id, new BsonDocument("$in", new BsonArray(ids.Select(id => id.Value).Distinct())));
        var found = await database.RunAsync(
            token => database.Videos.Find(any).Project(new BsonDocument(VideoDocument.FetchedAt, 1)).ToListAsync(token),
            cancellationToken);
        return found.ToDictionary(
            video => VideoId.Parse(video[VideoDocument.Id].AsString), video => video.At(VideoDocument.FetchedAt));
    }

    public async ValueTask<Page<Video>> SearchAsync(
        string? text, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = Math.Clamp(limit, 1, MaxLimit);
        var filter = new BsonDocument();
        if (!string.IsNullOrEmpty(text))
            filter.Add(VideoDocument.Searched, new BsonRegularExpression(Regex.Escape(VideoDocument.Fold(text))));
        if (VideoCursor.TryParse(cursor, out var last))
            filter.Merge(last.After());

        var found = await database.RunAsync(
            token => database.Videos.Find(filter).Sort(NewestFirst).Limit(count + 1).ToListAsync(token),
            cancellationToken);
        var page = Page.Cut(found, count, video => VideoCursor.At(video).ToString());
        return new Page<Video>([.. page.Items.Select(VideoDocument.Read)], page.Next);
    }

    public async ValueTask<bool> DeleteAsync(VideoId id, CancellationToken cancellationToken)
    {
        var deleted = await database.RunAsync(
            token => database.Videos.DeleteOneAsync(new BsonDocument(VideoDocument.Id, id.Value), token),
            cancellationToken);
        return deleted.DeletedCount == 1;
    }

    public async ValueTask<long> CountAsync(CancellationToken cancellationToken) =>
        await database.RunAsync(
            token => database.Videos.EstimatedDocumentCountAsync(cancellationToken: token), cancellationToken);

    private Task<bool> TryReplaceAsync(
        BsonDocument condition, BsonDocument document, CancellationToken cancellationToken) =>
        database.RunAsync(
            async token =>
            {
                try
                {
                    await database.Videos.ReplaceOneAsync(
                        condition, document, new ReplaceOptions { IsUpsert = true }, token);
                    return true;
                }
                catch (MongoWriteException error) when (error.WriteError?.Category is ServerErrorCategory.DuplicateKey)
                {
                    return false;
                }
            },
            cancellationToken);
}
