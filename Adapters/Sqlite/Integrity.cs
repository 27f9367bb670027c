using SQLitePCL;

namespace Adapters.Sqlite;

/// <summary>Finds damage of the file: in its pages, its tables, and their indexes.</summary>
internal static class Integrity
{
    private const string NoDamage = "ok";

    /// <summary>Checks the whole file, or one table with its indexes.</summary>
    /// <returns>The first finding; null if there is none.</returns>
    /// <exception cref="SqliteError">The check could not be completed.</exception>
    public static string? FindDamage(Connection connection, string? table = null)
    {
        var row = connection.Prepare(
            table is null ? "PRAGMA integrity_check(1)" : $"PRAGMA integrity_check({table})");
        try
        {
            var first = row.Step() ? row.Text(0) : "no answer";
            return first == NoDamage ? null : first.ReplaceLineEndings(" ");
        }
        catch (SqliteError error) when (error.IsDamage)
        {
            return error.Message;
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>Checks the whole file within a limit.</summary>
    /// <returns>False if the limit was too short.</returns>
    /// <exception cref="SqliteError">The file is damaged.</exception>
    public static bool TryCheck(Connection connection, TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero)
            return false;

        var gate = new Lock();
        var isRunning = true;
        using var timer = new Timer(_ => Interrupt(), null, limit, Timeout.InfiniteTimeSpan);
        try
        {
            return FindDamage(connection) is { } damage ? throw new SqliteError(raw.SQLITE_CORRUPT, damage) : true;
        }
        catch (SqliteError error) when (error.IsInterrupted)
        {
            return false;
        }
        finally
        {
            lock (gate)
                isRunning = false;
        }

        // A late timer must not interrupt what follows the check.
        void Interrupt()
        {
            lock (gate)
            {
                if (isRunning)
                    connection.Interrupt();
            }
        }
    }

    public static IReadOnlyList<string> Tables(Connection connection)
    {
        var rows = connection.Prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        var tables = new List<string>();
        while (rows.Step())
            tables.Add(rows.Text(0));
        return tables;
    }
}
