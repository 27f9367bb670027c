using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Artifacts;

namespace Adapters.FileSystem;

/// <summary>
/// What is kept beside an artifact's content. When it was last used is the note's own time of last writing.
/// </summary>
internal sealed record ArtifactNote(
    string VideoId, string Name, string ContentType, long Length, string Sha256, DateTimeOffset CreatedAt)
{
    public Artifact ToArtifact(DateTimeOffset usedAt) =>
        new(VideoId, Name, ContentType, Length, Sha256, CreatedAt, usedAt < CreatedAt ? CreatedAt : usedAt);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ArtifactNoteJson.Default.ArtifactNote);

    /// <returns>Null when there is none (any more), or it cannot be read: then there is no artifact.</returns>
    public static ArtifactNote? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ArtifactNoteJson.Default.ArtifactNote);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ArtifactNote))]
internal sealed partial class ArtifactNoteJson : JsonSerializerContext;
