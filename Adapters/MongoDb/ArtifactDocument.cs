using Extraction.Artifacts;
using Extraction.Links;
using MongoDB.Bson;

namespace Adapters.MongoDb;

/// <summary>
/// Maps an artifact to a document of the collection <c>artifacts</c>, which names the GridFS file with its bytes.
/// </summary>
internal static class ArtifactDocument
{
    public const string Id = "_id";
    public const string VideoId = "videoId";
    public const string Name = "name";
    public const string File = "file";
    public const string UsedAt = "usedAt";

    /// <summary>
    /// Returns the key, which is also the file name in GridFS, so that the files of one artifact can be found.
    /// </summary>
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
