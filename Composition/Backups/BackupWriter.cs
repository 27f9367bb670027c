using System.IO.Compression;
using Adapters.FileSystem;
using Adapters.Sqlite;
using Jobs.Failures;
using Jobs.Stores;

namespace Composition.Backups;

/// <summary>
/// Writes the database and the spooled files of a data folder to one zip file, while processes use the folder.
/// </summary>
internal static class BackupWriter
{
    private const string Unfinished = ".part";

    /// <summary>Writes a backup, visible complete or not at all.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="file">The backup; must not exist.</param>
    /// <param name="createdAt">The time of the backup.</param>
    /// <param name="cancellationToken">Cancels the backup.</param>
    /// <returns>The length in bytes.</returns>
    /// <exception cref="StoreUnavailableException">The folder cannot be read, or the backup not written.</exception>
    public static async Task<long> WriteAsync(
        string folder, string file, DateTimeOffset createdAt, CancellationToken cancellationToken)
    {
        var (part, database) = (file + Unfinished, $"{file}.{SqliteBackup.FileName}{Unfinished}");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Delete(database);
            await using (var zip = new FileStream(part, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                await WriteAsync(folder, database, zip, createdAt, cancellationToken);
                zip.Flush(flushToDisk: true);
            }

            File.Move(part, file, overwrite: false);
            return new FileInfo(file).Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                DiskFull.IsReason(error)
                    ? $"The disk of {file} has no room for the backup: free some space, or write it to another disk."
                    : $"The backup {file} cannot be written ({error.Message.TrimEnd('.')}): check the path and its "
                        + "permissions.",
                error);
        }
        finally
        {
            TryDelete(part);
            TryDelete(database);
        }
    }

    /// <summary>Deletes what a killed process left of its backups in a folder.</summary>
    public static void DeleteUnfinished(string backups)
    {
        foreach (var file in Directory.EnumerateFiles(backups, $"*{Unfinished}"))
            TryDelete(file);
    }

    private static async Task WriteAsync(
        string folder, string database, FileStream output, DateTimeOffset createdAt,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<FileStream> spooled;

        // The database first: what its submissions still need from the spool is kept until it is open.
        using (var spool = await SpoolBackup.HoldAsync(folder, cancellationToken))
        {
            await Task.Run(() => SqliteBackup.Copy(folder, database, cancellationToken), cancellationToken);
            spooled = spool.Open();
        }

        try
        {
            using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
            var entries = new List<BackupEntry>();
            await using (var copy = File.OpenRead(database))
                entries.Add(await AddAsync(zip, SqliteBackup.FileName, copy, cancellationToken));
            foreach (var file in spooled)
            {
                var name = $"{SpoolBackup.FolderName}/{Path.GetFileName(file.Name)}";
                entries.Add(await AddAsync(zip, name, file, cancellationToken));
            }

            var manifest = new BackupManifest(BackupManifest.CurrentFormat, createdAt, entries);
            await using var json = zip.CreateEntry(BackupManifest.EntryName).Open();
            await json.WriteAsync(manifest.ToJson(), cancellationToken);
        }
        finally
        {
            foreach (var file in spooled)
                await file.DisposeAsync();
        }
    }

    private static async Task<BackupEntry> AddAsync(
        ZipArchive zip, string name, FileStream content, CancellationToken cancellationToken)
    {
        await using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        var (bytes, sha256) = await HashedCopy.RunAsync(content, entry, long.MaxValue, cancellationToken);
        return new BackupEntry(name, bytes, sha256);
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It does not exist, or the next backup deletes it.
        }
    }
}
