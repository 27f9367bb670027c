using Jobs.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adapters.MongoDb;

/// <summary>At the start and now and then: deletes the files whose time has come.</summary>
internal sealed partial class ArtifactCleaner(
    LinksDatabase database, ArtifactFiles files, TimeProvider clock, ILogger<ArtifactCleaner> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        do
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
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Deleted what was left of {Count} files that are out of use")]
        public static partial void Cleaned(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "Files that are out of use stay for now: {Reason}")]
        public static partial void Postponed(ILogger logger, string reason);
    }
}
