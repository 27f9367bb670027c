using System.IO.Compression;
using System.Text.Json;
using Adapters.FileSystem;
using Adapters.Sqlite;
using Jobs.Starting;

namespace Composition.Backups;

/// <summary>Restores a backup into a data folder that no process uses.</summary>
internal static class BackupReader
{
    private const string Staging = "restore.part";

    /// <summary>
    /// Restores a backup. It is unpacked and checked first, so a damaged one changes nothing.
    /// </summary>
    /// <param name="file">The backup.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="replaces">Moves an existing database aside, instead of refusing.</param>
    /// <param name="clock">Clock for the name of what is moved aside.</param>
    /// <param name="cancellationToken">Cancels the restore.</param>
    /// <returns>The time of the backup.</returns>
    /// <exception cref="CannotStartException">The backup or the folder cannot be used; nothing changed.</exception>
    public static async Task<DateTimeOffset> RestoreAsync(
        string file, string folder, bool replaces, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var held = DataFolderLock.Take(folder, DataFolderUse.Alone, clock);
        if (File.Exists(Path.Combine(folder, SqliteBackup.FileName)) && !replaces)
        {
            throw new CannotStartException(
                $"The folder {folder} has a database: add --replace, which moves it aside, or set Data:Path to an empty "
                + "folder.");
        }

        var staging = Path.Combine(folder, Staging);
        if (Directory.Exists(staging))
            Directory.Delete(staging, recursive: true);
        Directory.CreateDirectory(staging);
        try
        {
            var createdAt = await UnpackAsync(file, staging, cancellationToken);
            SqliteBackup.Check(Path.Combine(staging, SqliteBackup.FileName));
            MoveAside(folder, clock.GetUtcNow());
            MoveIn(staging, folder);
            return createdAt;
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static async Task<DateTimeOffset> UnpackAsync(
        string file, string staging, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = File.OpenRead(file);
            using var zip = new ZipArchive(input, ZipArchiveMode.Read);
            var manifest = ReadManifest(zip);
            foreach (var entry in manifest.Files)
                await UnpackAsync(zip, entry, staging, cancellationToken);
            return manifest.CreatedAt;
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or EndOfStreamException)
        {
            throw new CannotStartException(
                $"The file {file} is no complete backup ({error.Message.TrimEnd('.')}): use another one.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException(
                $"The backup {file} cannot be restored to {staging} ({error.Message.TrimEnd('.')}): check both paths "
                + "and their permissions.",
                error);
        }
    }

    private static BackupManifest ReadManifest(ZipArchive zip)
    {
        if (zip.GetEntry(BackupManifest.EntryName) is not { Length: < BackupManifest.MaxBytes } entry)
            throw new InvalidDataException("it has no manifest");
        using var json = entry.Open();
        var manifest = BackupManifest.Read(json) ?? throw new InvalidDataException("its manifest is empty");
        return manifest.Format == BackupManifest.CurrentFormat
            ? manifest
            : throw new InvalidDataException($"its format {manifest.Format} is of another version of this program");
    }

    private static async Task UnpackAsync(
        ZipArchive zip, BackupEntry entry, string staging, CancellationToken cancellationToken)
    {
        var packed = IsExpected(entry.Name) ? zip.GetEntry(entry.Name) : null;
        if (packed is null)
            throw new InvalidDataException($"{entry.Name} is missing or unexpected");

        var path = Path.Combine(staging, entry.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var content = packed.Open();
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var (bytes, sha256) = await HashedCopy.RunAsync(content, file, entry.Bytes, cancellationToken);
        if ((bytes, sha256) != (entry.Bytes, entry.Sha256))
            throw new InvalidDataException($"{entry.Name} is damaged");
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Accepts the database and files of the spool: a name in a manifest is no path to anywhere else.
    /// </summary>
    private static bool IsExpected(string name) => name.Split('/') is var parts
        && parts is [SqliteBackup.FileName] or [SpoolBackup.FolderName, { Length: > 0 }]
        && Path.GetFileName(parts[^1]) == parts[^1] && parts[^1] is not ("." or "..");

    private static void MoveAside(string folder, DateTimeOffset now)
    {
        string[] names = [.. SqliteBackup.FileNames, SpoolBackup.FolderName];
        var present = names.Select(name => Path.Combine(folder, name)).Where(Path.Exists).ToList();
        if (present.Count == 0)
            return;

        var aside = Directory.CreateDirectory(Path.Combine(folder, BackupNames.At("replaced-", now, "")));
        foreach (var path in present)
            Directory.Move(path, Path.Combine(aside.FullName, Path.GetFileName(path)));
    }

    /// <summary>Moves the database last: a folder without one is empty to the next start.</summary>
    private static void MoveIn(string staging, string folder)
    {
        var files = Path.Combine(staging, SpoolBackup.FolderName);
        if (Directory.Exists(files))
            Directory.Move(files, Path.Combine(folder, SpoolBackup.FolderName));
        File.Move(Path.Combine(staging, SqliteBackup.FileName), Path.Combine(folder, SqliteBackup.FileName));
    }
}
