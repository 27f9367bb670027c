using Jobs;
using Jobs.Starting;
using Jobs.Stores;
using Microsoft.Extensions.Options;

namespace Composition.Backups;

/// <summary>
/// Takes and keeps backups in the data folder, one at a time and as many as <c>Data:MaxBackups</c>.
/// </summary>
public sealed class BackupFolder(IOptions<DataOptions> options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);

    private string Data { get; } = Path.GetFullPath(options.Value.Path);

    private string Backups => Path.Combine(Data, DataOptions.BackupsFolder);

    /// <summary>Takes a backup, and deletes the oldest ones above the limit.</summary>
    /// <returns>The backup; null while another one is being taken.</returns>
    /// <exception cref="StoreUnavailableException">The backup cannot be taken; the earlier ones are kept.</exception>
    public async Task<Backup?> TakeAsync(CancellationToken cancellationToken)
    {
        if (!await one.WaitAsync(TimeSpan.Zero, cancellationToken))
            return null;

        try
        {
            Directory.CreateDirectory(Backups);
            OwnerOnly.Close(Backups);
            BackupWriter.DeleteUnfinished(Backups);
            var now = clock.GetUtcNow();
            var name = BackupNames.At("links-", now, ".zip");
            var bytes = await BackupWriter.WriteAsync(Data, Path.Combine(Backups, name), now, cancellationToken);
            foreach (var old in List().Skip(options.Value.MaxBackups))
                Delete(old.Name);
            return new Backup(name, bytes, now);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The folder {Backups} cannot be written ({error.Message.TrimEnd('.')}): make it writable for this "
                + "user.",
                error);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Lists the backups, newest first.</summary>
    public IReadOnlyList<Backup> List() => Directory.Exists(Backups)
        ?
        [
            .. new DirectoryInfo(Backups).EnumerateFiles(DataOptions.BackupPattern)
                .OrderByDescending(file => file.Name, StringComparer.Ordinal)
                .Select(file => new Backup(
                    file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero))),
        ]
        : [];

    /// <summary>Opens a backup for reading.</summary>
    /// <returns>Null if there is none of this name.</returns>
    public FileStream? Open(string name) => Find(name) is { } path
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete)
        : null;

    /// <summary>Deletes a backup.</summary>
    /// <returns>False if there is none of this name.</returns>
    public bool Delete(string name)
    {
        if (Find(name) is not { } path)
            return false;
        File.Delete(path);
        return true;
    }

    public void Dispose() => one.Dispose();

    /// <summary>Compares with the names of the folder, so that a name is no path to anywhere else.</summary>
    private string? Find(string name) =>
        List().Any(backup => backup.Name == name) ? Path.Combine(Backups, name) : null;
}

/// <param name="Name">Name of its file.</param>
/// <param name="Bytes">Length of its file.</param>
/// <param name="CreatedAt">Time at which it was taken.</param>
public sealed record Backup(string Name, long Bytes, DateTimeOffset CreatedAt);
