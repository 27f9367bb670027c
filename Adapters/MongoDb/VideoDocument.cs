using System.Text.Json;
using Extraction.Videos;
using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace Adapters.MongoDb;

/// <summary>
/// Maps a video to a document of the collection <c>videos</c>: the fields to search and sort by, and under <c>video</c>
/// the same fields as on the wire, so that a query on the database sees the fields of the API.
/// </summary>
internal static class VideoDocument
{
    public const string Id = "_id";
    public const string FetchedAt = "fetchedAt";
    public const string Searched = "searched";
    private const string Body = "video";

    private static readonly JsonWriterSettings PlainNumbers = new() { OutputMode = JsonOutputMode.RelaxedExtendedJson };

    public static BsonDocument Write(Video video) => new()
    {
        { Id, video.Id },
        { FetchedAt, Bson.Of(video.FetchedAt) },
        { Searched, Fold($"{video.Title}\n{video.Author}\n{video.Id}") },
        { Body, BsonDocument.Parse(JsonSerializer.Serialize(video, ExtractionJson.Default.Video)) },
    };

    public static Video Read(BsonDocument document) =>
        JsonSerializer.Deserialize(document[Body].AsBsonDocument.ToJson(PlainNumbers), ExtractionJson.Default.Video)!;

    public static string Fold(string text) => text.ToLowerInvariant();
}
