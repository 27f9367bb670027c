using System.Runtime.CompilerServices;
using Jobs.Starting;
using Jobs.Stores;
using SQLitePCL;

namespace Adapters.Sqlite;

/// <summary>The database file: one writer and a few readers. Several processes on one machine may open it.</summary>
internal sealed class SqliteDatabase : ISqliteDatabase, IDisposable
{
    private readonly SqliteWriter writer;
    private readonly SqliteReaders readers;

    private SqliteDatabase(string file, SqliteOptions options, Connection connection, bool isChecked)
    {
        (File, IsChecked) = (file, isChecked);
        writer = new SqliteWriter(connection, file, options);
        readers = new SqliteReaders(() => Connect(file, options, write: false), file, options.BusyTimeout);
    }

    public string File { get; }

    /// <summary>False if the file was too large to be checked before the start.</summary>
    public bool IsChecked { get; }

    /// <summary>Gets the damage that was found after the start.</summary>
    public StoreUnavailableException? Damage { get; private set; }

    /// <summary>Opens the file; creates it if missing.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The file cannot be used; the message says why and what to do.
    /// </exception>
    public static SqliteDatabase Open(string path, SqliteOptions options)
    {
        Batteries_V2.Init();
        var folder = Path.GetFullPath(path);
        var file = Path.Combine(folder, SqliteBackup.FileName);
        Connection? connection = null;
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var name in SqliteBackup.FileNames)
                OwnerOnly.Close(Path.Combine(folder, name));
            connection = Connect(file, options, write: true);
            var isChecked = Integrity.TryCheck(connection, options.CheckTime);
            Schema.Migrate(connection, file, options.BusyTimeout);

            // A file of another user opens, and fails at its first write.
            if (connection.IsReadOnly)
                throw new SqliteError(raw.SQLITE_READONLY, "The file is read-only.");
            return new SqliteDatabase(file, options, connection, isChecked);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"The folder {folder} cannot be created or opened ({error.Message}): set Data:Path to a folder that "
                + "this user may write.",
                error);
        }
        catch (SqliteError error)
        {
            connection?.Dispose();
            throw error.Explain(file);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    public ValueTask<T> WriteAsync<T>(
        Func<Connection, T> work, CancellationToken cancellationToken, [CallerMemberName] string caller = "") =>
        SqliteSpans.AreWanted
            ? SqliteSpans.TraceAsync(caller, writer.RunAsync, work, cancellationToken)
            : writer.RunAsync(work, cancellationToken);

    public ValueTask<T> WriteRepeatableAsync<T>(
        Func<Connection, T> work, CancellationToken cancellationToken, [CallerMemberName] string caller = "") =>
        SqliteSpans.AreWanted
            ? SqliteSpans.TraceAsync(caller, writer.RunRepeatableAsync, work, cancellationToken)
            : writer.RunRepeatableAsync(work, cancellationToken);

    public ValueTask<T> ReadAsync<T>(
        Func<Connection, T> work, CancellationToken cancellationToken, [CallerMemberName] string caller = "") =>
        SqliteSpans.AreWanted
            ? SqliteSpans.TraceAsync(caller, readers.RunAsync, work, cancellationToken)
            : readers.RunAsync(work, cancellationToken);

    /// <exception cref="StoreUnavailableException">It cannot, or it is damaged.</exception>
    public async ValueTask PingAsync(CancellationToken cancellationToken)
    {
        if (Damage is { } damage)
            throw damage;
        await readers.RunAsync(connection => SubmissionRow.Count(connection, null), cancellationToken);
        await writer.Health.CheckAsync(cancellationToken);
    }

    /// <summary>Checks the file for damage, one table at a time.</summary>
    /// <returns>What is wrong and what to do; null if nothing is.</returns>
    /// <exception cref="StoreUnavailableException">The check could not be completed.</exception>
    public async ValueTask<StoreUnavailableException?> CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var table in await readers.RunAsync(Integrity.Tables, cancellationToken))
        {
            var found = await readers.RunAsync(
                connection => Integrity.FindDamage(connection, table), cancellationToken);
            if (found is not null)
                return Damage = new SqliteError(raw.SQLITE_CORRUPT, found).Explain(File);
        }

        return null;
    }

    public void Dispose()
    {
        writer.Dispose();
        readers.Dispose();
    }

    private static Connection Connect(string file, SqliteOptions options, bool write)
    {
        var connection = Connection.Open(file);
        try
        {
            if (write)
            {
                // Only the first process changes the mode, which requires exclusive access.
                BusyRetry.Try(() => connection.Execute("PRAGMA journal_mode = WAL"), options.BusyTimeout);
                connection.Execute("PRAGMA journal_size_limit = 67108864");
                connection.Execute("PRAGMA cache_size = -32768");
            }
            else
            {
                connection.Execute("PRAGMA query_only = ON");
                connection.Execute("PRAGMA cache_size = -4096");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
