using Jobs.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Workers;

/// <summary>
/// Tells the store that this worker lives, turn by turn, and at its stop that it is gone. News, not truth: nothing
/// depends on it.
/// </summary>
public sealed partial class WorkerHeartbeat(
    ThisWorker worker, IWorkerStore store, IOptions<JobsOptions> options, TimeProvider clock, ILogger<WorkerHeartbeat> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.WorkerReports, clock);
        try
        {
            do
            {
                await TellAsync(token => store.ReportAsync(worker.Report(), token), stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await TellAsync(token => store.RemoveAsync(worker.Name, token), CancellationToken.None);
        }
    }

    private async Task TellAsync(Func<CancellationToken, ValueTask> tell, CancellationToken cancellationToken)
    {
        try
        {
            await tell(cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            Log.NotTold(logger, error.Message);
        }
#pragma warning disable CA1031 // What is only for people to look at must not end a process that does work.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.Failed(logger, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The store was not told of this worker: {Reason}")]
        public static partial void NotTold(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Error, "Telling the store of this worker failed")]
        public static partial void Failed(ILogger logger, Exception error);
    }
}
