using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adapters.Sqlite;

/// <summary>
/// Checks a file that was too large to be checked before the start, one table at a time, while the host runs. Health
/// reports what it finds.
/// </summary>
internal sealed partial class SqliteCheck(SqliteDatabase database, ILogger<SqliteCheck> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (database.IsChecked)
            return;

        Log.Continues(logger, database.File);
        try
        {
            if (await database.CheckAsync(stoppingToken) is { } damage)
                Log.Damaged(logger, damage.Message);
            else
                Log.Undamaged(logger, database.File);
        }
        catch (global::Jobs.Stores.StoreUnavailableException error)
        {
            Log.Unchecked(logger, database.File, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The check of {File} continues in the background")]
        public static partial void Continues(ILogger logger, string file);

        [LoggerMessage(2, LogLevel.Information, "{File} has no damage")]
        public static partial void Undamaged(ILogger logger, string file);

        [LoggerMessage(3, LogLevel.Critical, "{Damage}")]
        public static partial void Damaged(ILogger logger, string damage);

        [LoggerMessage(4, LogLevel.Warning, "{File} could not be checked: {Reason}")]
        public static partial void Unchecked(ILogger logger, string file, string reason);
    }
}
