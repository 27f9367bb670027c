using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Artifacts;

namespace Adapters.FileSystem;

/// <summary>
/// Represents the metadata file of an artifact. The file's last write time is the time at which the artifact was last
/// used.
/// </summary>
internal sealed record ArtifactNote(
    string VideoId, string Name, string ContentType, long Length, string Sha256, DateTimeOffset CreatedAt)
{
    public Artifact ToArtifact(DateTimeOffset usedAt) =>
        new(VideoId, Name, ContentType, Length, Sha256, CreatedAt, usedAt < CreatedAt ? CreatedAt : usedAt);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ArtifactNoteJson.Default.ArtifactNote);

    /// <summary>Reads a note.</summary>
    /// <returns>Null when the note does not exist or is malformed; then there is no artifact.</returns>
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
