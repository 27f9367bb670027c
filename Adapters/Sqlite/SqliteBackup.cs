using Jobs.Starting;
using Jobs.Stores;
using SQLitePCL;

namespace Adapters.Sqlite;

/// <summary>Copies the database of a data folder while it is in use, and checks copies.</summary>
public static class SqliteBackup
{
    public const string FileName = "links.db";

    /// <summary>Lists the files of an open database: the second and third hold its latest commits.</summary>
    public static IReadOnlyList<string> FileNames { get; } = [FileName, $"{FileName}-wal", $"{FileName}-shm"];

    /// <summary>Writes all that is committed by now to a new file. Others go on reading and writing.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="copy">The new file.</param>
    /// <param name="cancellationToken">Interrupts the copy.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be read, or the copy not written.</exception>
    public static void Copy(string folder, string copy, CancellationToken cancellationToken)
    {
        Batteries_V2.Init();
        var file = Path.Combine(Path.GetFullPath(folder), FileName);
        try
        {
            using var connection = Connection.Open(file);
            using (cancellationToken.UnsafeRegister(static open => ((Connection)open!).Interrupt(), connection))
                connection.Prepare("VACUUM INTO ?").Bind(copy).Run();
        }
        catch (SqliteError error) when (error.IsInterrupted)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteError error)
        {
            throw error.Explain(error.Primary is raw.SQLITE_FULL or raw.SQLITE_CANTOPEN ? copy : file);
        }
    }

    /// <summary>Checks that this version can open the file, and that it is complete and consistent.</summary>
    /// <exception cref="CannotStartException">It is not; the message says why.</exception>
    public static void Check(string file)
    {
        Batteries_V2.Init();
        try
        {
            using var connection = Connection.Open(file);
            if (Integrity.FindDamage(connection) is { } damage)
                throw new CannotStartException($"The database in the backup is damaged ({damage}): use another backup.");
            if (Schema.Version(connection) > Schema.Steps.Length)
            {
                throw new CannotStartException(
                    "The backup is of a later version of this program: restore it with that version.");
            }
        }
        catch (SqliteError error)
        {
            throw new CannotStartException(
                $"The database in the backup cannot be read ({error.Message}): use another backup.", error);
        }
    }
}
