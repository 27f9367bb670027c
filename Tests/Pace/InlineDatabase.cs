using Adapters.Sqlite;

namespace Tests.Pace;

/// <summary>
/// Runs reads and writes of a database on the thread of the caller: for a world with one thread, the writer's thread
/// changes no order, and would only add two switches of threads to each write.
/// </summary>
internal sealed class InlineDatabase : ISqliteDatabase, IDisposable
{
    private readonly Connection connection;

    public InlineDatabase(string folder)
    {
        using (var created = SqliteDatabase.Open(folder, new SqliteOptions { Durable = false }))
            connection = Connection.Open(created.File);
        connection.Execute("PRAGMA synchronous = OFF");
        connection.Execute("PRAGMA cache_size = -32768");
    }

    public ValueTask<T> WriteAsync<T>(
        Func<Connection, T> work, CancellationToken cancellationToken, string caller = "") => new(Write(work));

    public ValueTask<T> WriteRepeatableAsync<T>(
        Func<Connection, T> work, CancellationToken cancellationToken, string caller = "") => new(Write(work));

    public ValueTask<T> ReadAsync<T>(
        Func<Connection, T> work, CancellationToken cancellationToken, string caller = "") => new(work(connection));

    public ValueTask PingAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Dispose() => connection.Dispose();

    private T Write<T>(Func<Connection, T> work)
    {
        connection.Execute("BEGIN IMMEDIATE");
        var value = work(connection);
        connection.Execute("COMMIT");
        return value;
    }
}
