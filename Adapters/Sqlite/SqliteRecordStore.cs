using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>
/// Stores shared records in SQLite. All processes of a file run on one machine, so its clock is the store's.
/// </summary>
internal sealed class SqliteRecordStore(ISqliteDatabase database, TimeProvider clock) : IRecordStore
{
    // No flush: the death of a process loses nothing, and a machine that lost its power was away for longer than
    // a budget remembers.
    public ValueTask<T> ChangeAsync<T>(
        string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change,
        CancellationToken cancellationToken) =>
        database.WriteRepeatableAsync(connection => Change(connection, name, change), cancellationToken);

    public ValueTask<(IReadOnlyDictionary<string, string> Records, DateTimeOffset Now)> ReadAsync(
        string prefix, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                // No text of a name sorts after the last character of Unicode.
                var rows = connection.Prepare("SELECT name, value FROM records WHERE name >= ? AND name < ?")
                    .Bind(prefix).Bind(prefix + "\U0010FFFF");
                var found = new Dictionary<string, string>(StringComparer.Ordinal);
                while (rows.Step())
                    found.Add(rows.Text(0), rows.Text(1));
                return ((IReadOnlyDictionary<string, string>)found, clock.GetUtcNow());
            },
            cancellationToken);

    private T Change<T>(
        Connection connection, string name, Func<string?, DateTimeOffset, (string? Record, T Answer)> change)
    {
        var row = connection.Prepare("SELECT value FROM records WHERE name = ?").Bind(name);
        var before = row.Step() ? row.Text(0) : null;
        row.Reset();
        var (after, answer) = change(before, clock.GetUtcNow());
        if (after == before)
            return answer;
        if (after is null)
        {
            connection.Prepare("DELETE FROM records WHERE name = ?").Bind(name).Run();
            return answer;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(after.Length, IRecordStore.MaxLength);
        connection.Prepare("INSERT OR REPLACE INTO records (name, value) VALUES (?, ?)").Bind(name).Bind(after).Run();
        return answer;
    }
}
