using System.Globalization;
using Extraction.Links;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>The last video of a page, in the order of the search.</summary>
internal readonly record struct VideoCursor(long FetchedAtMilliseconds, string Id)
{
    public static VideoCursor At(BsonDocument video) => new(
        video[VideoDocument.FetchedAt].AsBsonDateTime.MillisecondsSinceEpoch, video[VideoDocument.Id].AsString);

    public static bool TryParse(string? text, out VideoCursor cursor)
    {
        cursor = default;
        var parts = (text ?? "").Split('.', 2);
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var fetched)
            || !VideoId.TryParse(parts[1], out var id))
            return false;
        cursor = new VideoCursor(fetched, id.Value);
        return true;
    }

    /// <summary>Returns the condition for what follows, which one index answers.</summary>
    public BsonDocument After()
    {
        var fetched = new BsonDateTime(FetchedAtMilliseconds);
        return new BsonDocument("$or", new BsonArray
        {
            new BsonDocument(VideoDocument.FetchedAt, new BsonDocument("$lt", fetched)),
            new BsonDocument
            {
                { VideoDocument.FetchedAt, fetched },
                { VideoDocument.Id, new BsonDocument("$lt", Id) },
            },
        });
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FetchedAtMilliseconds}.{Id}");
}
