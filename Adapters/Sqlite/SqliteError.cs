using Jobs;
using Jobs.Stores;
using SQLitePCL;

namespace Adapters.Sqlite;

/// <summary>An error of SQLite; callers of the stores see <see cref="StoreUnavailableException"/>.</summary>
internal sealed class SqliteError(int code, string message) : Exception(message)
{
    /// <summary>The extended result code: https://www.sqlite.org/rescode.html</summary>
    public int Code { get; } = code;

    public int Primary => Code & 0xff;

    public bool IsBusy => Primary is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    public bool IsDamage => Primary is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    public bool IsInterrupted => Primary == raw.SQLITE_INTERRUPT;

    /// <summary>Explains in one sentence what is wrong with the file and what to do.</summary>
    public StoreUnavailableException Explain(string file) => new(
        Primary switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                $"The database {file} is busy: another process locked it for longer than Data:BusyTimeout; try "
                + "again, or end that process.",
            raw.SQLITE_FULL => $"The disk of {file} is full: free some space, and waiting jobs continue.",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                $"The database {file} is damaged ({Message}): {Remedy(file)}, or move it away to start with an empty "
                + "one.",
            raw.SQLITE_CANTOPEN =>
                $"The database {file} cannot be opened: make it and its folder writable for this user, or "
                + "set Data:Path to a folder that is.",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                $"The database {file} cannot be written: make it and its folder writable for this user.",
            raw.SQLITE_IOERR =>
                $"Reading or writing {file} failed ({Message}): check its disk, or set Data:Path to another one.",
            raw.SQLITE_NOMEM =>
                $"There is not enough memory for the database {file}: end other programs, or give this one more.",
            _ =>
                $"The database {file} failed ({Message}, code {Code}): see https://www.sqlite.org/rescode.html.",
        },
        this);

    /// <summary>Returns the command that restores the latest backup.</summary>
    private static string Remedy(string file)
    {
        var backups = Path.Combine(Path.GetDirectoryName(file)!, DataOptions.BackupsFolder);
        var latest = Directory.Exists(backups)
            ? Directory.EnumerateFiles(backups, DataOptions.BackupPattern).Max(StringComparer.Ordinal)
            : null;
        return latest is null
            ? "restore a backup with the command \"restore FILE --replace\""
            : $"restore the latest backup with the command \"restore {latest} --replace\"";
    }
}
