using System.Text.Json;
using System.Text.Json.Serialization;

namespace Composition.Backups;

/// <summary>Lists the content of a backup, as its last entry.</summary>
/// <param name="Format">Version of this format.</param>
/// <param name="CreatedAt">Everything accepted before this time is in the backup.</param>
/// <param name="Files">The other entries.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset CreatedAt, IReadOnlyList<BackupEntry> Files)
{
    public const int CurrentFormat = 1;

    public const string EntryName = "backup.json";

    /// <summary>Bounds the memory for a file that is no backup.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    /// <exception cref="JsonException">The text is no manifest.</exception>
    public static BackupManifest? Read(Stream json) =>
        JsonSerializer.Deserialize(json, BackupJson.Default.BackupManifest);
}

/// <param name="Name">Path in the data folder, with slashes.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Digest of the content.</param>
internal sealed record BackupEntry(string Name, long Bytes, string Sha256);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
