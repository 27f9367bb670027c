using Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adapters.MongoDb;

/// <summary>Deletes expired files, at the start and at an interval.</summary>
internal sealed partial class ArtifactCleaner(
    LinksDatabase database, ArtifactFiles files, TimeProvider clock,
    ILogger<ArtifactCleaner> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodic.RunAsync("The artifact cleaner", Interval, clock, CleanAsync, logger, stoppingToken);

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        var cleaned = await database.RunAsync(files.CleanAsync, cancellationToken);
        if (cleaned > 0)
            Log.Cleaned(logger, cleaned);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Deleted {Count} files that are no longer in use")]
        public static partial void Cleaned(ILogger logger, int count);
    }
}
