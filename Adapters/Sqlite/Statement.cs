using System.Text;
using SQLitePCL;

namespace Adapters.Sqlite;

/// <summary>
/// A reusable prepared statement. Parameters are bound in order, all of them before every use; binding and reading
/// allocate nothing but the texts read. Used by one thread at a time, as its connection.
/// </summary>
internal sealed class Statement(sqlite3 database, sqlite3_stmt handle) : IDisposable
{
    private const int SmallText = 512;
    private int bound;

    public Statement Bind(long value) => Check(raw.sqlite3_bind_int64(handle, ++bound, value));

    public Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public Statement Bind(DateTimeOffset value) => Bind(value.UtcTicks);

    public Statement Bind(DateTimeOffset? value) => Bind(value?.UtcTicks);

    public Statement Bind(TimeSpan value) => Bind(value.Ticks);

    /// <summary>Binds 16 bytes in big-endian order, so version 7 IDs sort by time.</summary>
    public Statement Bind(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(bytes);
    }

    public Statement Bind(Guid? value) => value is { } id ? Bind(id) : BindNull();

    public Statement Bind(ReadOnlySpan<byte> value) => Check(
        value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(handle, ++bound, 0)
            : raw.sqlite3_bind_blob(handle, ++bound, value));

    public Statement Bind(string? value)
    {
        if (value is null)
            return BindNull();
        if (value.Length == 0)
            return Check(raw.sqlite3_bind_text(handle, ++bound, ""));
        if (Encoding.UTF8.GetMaxByteCount(value.Length) > SmallText)
            return Check(raw.sqlite3_bind_text(handle, ++bound, Encoding.UTF8.GetBytes(value)));

        Span<byte> bytes = stackalloc byte[SmallText];
        return Check(raw.sqlite3_bind_text(handle, ++bound, bytes[..Encoding.UTF8.GetBytes(value, bytes)]));
    }

    public Statement BindNull() => Check(raw.sqlite3_bind_null(handle, ++bound));

    /// <summary>Moves to the next row.</summary>
    /// <returns>False after the last row; the statement can then be bound again.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
            return true;
        var error = code == raw.SQLITE_DONE ? null : Error();
        Reset();
        return error is null ? false : throw error;
    }

    /// <summary>Runs the statement to its end.</summary>
    /// <returns>The number of changed rows.</returns>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(database);
    }

    /// <summary>Returns the only number of the only row.</summary>
    public long Scalar()
    {
        var value = Step() ? Long(0) : 0;
        Reset();
        return value;
    }

    /// <summary>Ends a read before its last row.</summary>
    public void Reset()
    {
        raw.sqlite3_reset(handle);
        bound = 0;
    }

    /// <summary>Steps that SQLite took in all runs so far: the cost of a query, independent of the machine.</summary>
    public int MachineSteps => raw.sqlite3_stmt_status(handle, raw.SQLITE_STMTSTATUS_VM_STEP, 0);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>Returns the bytes of a text or blob.</summary>
    public int Length(int column) => raw.sqlite3_column_bytes(handle, column);

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int(int column) => raw.sqlite3_column_int(handle, column);

    public DateTimeOffset Time(int column) => new(Long(column), TimeSpan.Zero);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public Guid Guid(int column) => new(raw.sqlite3_column_blob(handle, column), bigEndian: true);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(handle, column).ToArray();

    // Read as a blob: the length counts, so a text may contain NUL.
    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public void Dispose() => handle.Dispose();

    private Statement Check(int code)
    {
        if (code == raw.SQLITE_OK)
            return this;
        var error = Error();
        Reset();
        throw error;
    }

    private SqliteError Error() =>
        new(raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string());
}
