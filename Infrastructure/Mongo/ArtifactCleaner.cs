using Jobs.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Infrastructure.Mongo;

/// <summary>Once at each start: deletes the files that processes left behind when they died.</summary>
internal sealed partial class ArtifactCleaner(
    LinksDatabase database, ArtifactFiles files, ILogger<ArtifactCleaner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var cleaned = await database.RunAsync(files.CleanAsync, stoppingToken);
            if (cleaned > 0)
                Log.Cleaned(logger, cleaned);
        }
        catch (StoreUnavailableException error)
        {
            Log.Postponed(logger, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Deleted what was left of {Count} files that were never finished")]
        public static partial void Cleaned(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "Files that were never finished stay until the next start: {Reason}")]
        public static partial void Postponed(ILogger logger, string reason);
    }
}
