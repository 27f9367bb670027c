using SQLitePCL;

namespace Adapters.Sqlite;

/// <summary>
/// One connection and its prepared statements. Used by one thread at a time; only <see cref="Interrupt"/> may be called
/// from others. It never waits for a lock: the caller decides how long to retry.
/// </summary>
/// <remarks>
/// Uses the native interface of SQLite instead of ADO.NET, whose pauses of 150 ms for a busy file and allocations for
/// every parameter an embedded queue cannot afford: docs/adr/0004.
/// </remarks>
internal sealed class Connection : IDisposable
{
    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);
    private readonly sqlite3 handle;

    private Connection(sqlite3 handle) => this.handle = handle;

    /// <exception cref="SqliteError">The file cannot be opened.</exception>
    public static Connection Open(string file)
    {
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var code = raw.sqlite3_open_v2(file, out var handle, Flags, null);
        if (code == raw.SQLITE_OK)
        {
            raw.sqlite3_extended_result_codes(handle, 1);
            return new Connection(handle);
        }

        handle?.Dispose();
        throw new SqliteError(code, raw.sqlite3_errstr(code).utf8_to_string());
    }

    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(handle, sql);
        if (code != raw.SQLITE_OK)
            throw new SqliteError(raw.sqlite3_extended_errcode(handle), raw.sqlite3_errmsg(handle).utf8_to_string());
    }

    /// <summary>Returns the statement with this text, prepared at its first use.</summary>
    public Statement Prepare(string sql)
    {
        if (statements.TryGetValue(sql, out var statement))
            return statement;

        if (raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared) != raw.SQLITE_OK)
            throw new SqliteError(raw.sqlite3_extended_errcode(handle), raw.sqlite3_errmsg(handle).utf8_to_string());
        statement = new Statement(handle, prepared);
        statements.Add(sql, statement);
        return statement;
    }

    public bool IsReadOnly => raw.sqlite3_db_readonly(handle, "main") == 1;

    /// <summary>Counts the rows changed so far.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(handle);

    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    /// <summary>Ends the current read, if any.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(handle);

    /// <summary>Resets every statement after one was interrupted.</summary>
    public void ResetAll()
    {
        foreach (var statement in statements.Values)
            statement.Reset();
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        handle.Dispose();
    }
}
