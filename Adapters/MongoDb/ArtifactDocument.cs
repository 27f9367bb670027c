using Extraction.Artifacts;
using Extraction.Links;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>
/// An artifact as a document of the collection <c>artifacts</c>; its bytes are a GridFS file that it names.
/// </summary>
internal static class ArtifactDocument
{
    public const string Id = "_id";
    public const string VideoId = "videoId";
    public const string Name = "name";
    public const string File = "file";
    public const string UsedAt = "usedAt";

    /// <summary>Also the file name in GridFS, by which the files of one artifact are found.</summary>
    public static string KeyOf(VideoId video, ArtifactName name) => $"{video.Value}/{name.Value}";

    public static BsonDocument Write(string key, ObjectId file, Artifact artifact) => new()
    {
        { Id, key },
        { VideoId, artifact.VideoId },
        { Name, artifact.Name },
        { "contentType", artifact.ContentType },
        { "length", artifact.Length },
        { "sha256", artifact.Sha256 },
        { "createdAt", Bson.Of(artifact.CreatedAt) },
        { UsedAt, Bson.Of(artifact.UsedAt) },
        { File, file },
    };

    public static Artifact Read(BsonDocument document) => new(
        document[VideoId].AsString,
        document[Name].AsString,
        document["contentType"].AsString,
        document["length"].ToInt64(),
        document["sha256"].AsString,
        document.At("createdAt"),
        document.At(UsedAt));
}
