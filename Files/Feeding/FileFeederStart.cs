using Files.Batches;
using Files.Preparation;
using Files.Uploads;
using Jobs.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Files.Feeding;

/// <summary>Resumes, at start, the files whose batches were not all stored when the process ended.</summary>
internal sealed partial class FileFeederStart(
    FileFeeder feeder, BatchSpool spool, UploadStore uploads, TimeProvider clock, ILogger<FileFeederStart> logger)
    : BackgroundService
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(2);

    private IReadOnlyList<PreparedFile> left = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request: later there can be uploads and files of this process.
        uploads.Clear();
        left = spool.TakeLeft();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var file in left)
        {
            while (!await TryFeedAsync(file, stoppingToken))
                await Task.Delay(StorePause, clock, stoppingToken);
        }
    }

    private async Task<bool> TryFeedAsync(PreparedFile file, CancellationToken stoppingToken)
    {
        try
        {
            await feeder.FeedAsync(file, stoppingToken);
            Log.Resumed(logger, file.SubmissionId, file.Details.Batches);
            return true;
        }
        catch (StoreUnavailableException error)
        {
            Log.StoreUnavailable(logger, error.Message);
            return false;
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            Log.Lost(logger, file.SubmissionId, error);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information,
            "Resumed the file of submission {SubmissionId}: all {Batches} batches are stored")]
        public static partial void Resumed(ILogger logger, string submissionId, int batches);

        [LoggerMessage(2, LogLevel.Warning, "Files of an earlier process are waiting for the store: {Reason}")]
        public static partial void StoreUnavailable(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Error,
            "The file of submission {SubmissionId} cannot be read from disk and stays incomplete")]
        public static partial void Lost(ILogger logger, string submissionId, Exception error);
    }
}
