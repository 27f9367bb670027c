using Jobs.Stores;

namespace Gateway.Api.Files;

/// <summary>Takes up, at start, the files whose batches were not all in the store when the process ended.</summary>
internal sealed partial class FileFeederStart(
    FileFeeder feeder, BatchSpool spool, UploadReader uploads, TimeProvider clock, ILogger<FileFeederStart> logger) : BackgroundService
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(2);

    private IReadOnlyList<PreparedFile> left = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request: later there may be uploads and files of this process.
        if (Directory.Exists(uploads.Folder))
        {
            foreach (var path in Directory.EnumerateFiles(uploads.Folder))
                File.Delete(path);
        }

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
            Log.StoreAway(logger, error.Message);
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
            "Took up the file of submission {SubmissionId}: all of its {Batches} batches are stored")]
        public static partial void Resumed(ILogger logger, string submissionId, int batches);

        [LoggerMessage(2, LogLevel.Warning, "Files that were left wait for the store: {Reason}")]
        public static partial void StoreAway(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Error,
            "The file of submission {SubmissionId} cannot be read from disk and stays incomplete")]
        public static partial void Lost(ILogger logger, string submissionId, Exception error);
    }
}
