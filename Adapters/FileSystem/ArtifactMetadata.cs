using System.Text.Json;
using System.Text.Json.Serialization;
using Extraction.Artifacts;

namespace Adapters.FileSystem;

/// <summary>
/// Represents the metadata file of an artifact. The file's last write time is the time at which the artifact was last
/// used.
/// </summary>
internal sealed record ArtifactMetadata(
    string VideoId, string Name, string ContentType, long Length, string Sha256, DateTimeOffset CreatedAt)
{
    public Artifact ToArtifact(DateTimeOffset usedAt) =>
        new(VideoId, Name, ContentType, Length, Sha256, CreatedAt, usedAt < CreatedAt ? CreatedAt : usedAt);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ArtifactMetadataJson.Default.ArtifactMetadata);

    /// <summary>Reads a metadata file.</summary>
    /// <returns>Null when the file does not exist or is malformed; then there is no artifact.</returns>
    public static ArtifactMetadata? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ArtifactMetadataJson.Default.ArtifactMetadata);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ArtifactMetadata))]
internal sealed partial class ArtifactMetadataJson : JsonSerializerContext;
