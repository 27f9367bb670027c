using System.Threading.Channels;
using Jobs.Stores;
using Jobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jobs.Queues;

/// <summary>
/// Marks confirmed jobs as Queued, many in one update. Nothing waits for it: a lost confirmation costs one more
/// delivery, which finds the job claimed or done.
/// </summary>
public sealed partial class PublishConfirmationWriter(
    IOutboxStore store,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    StoreClock storeClock,
    ILogger<PublishConfirmationWriter> logger) : BackgroundService
{
    private const int MaxBatch = 5_000;
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(25);

    private readonly Channel<IReadOnlyList<QueuedJob>> confirmed = Channel.CreateBounded<IReadOnlyList<QueuedJob>>(
        new BoundedChannelOptions(50_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Add(IReadOnlyList<QueuedJob> jobs)
    {
        if (jobs.Count > 0)
            confirmed.Writer.TryWrite(jobs);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<QueuedJob>();
        var failures = 0;
        try
        {
            while (await confirmed.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(GatherTime + Periodic.PauseAfter(failures, GatherTime), clock, stoppingToken);
                failures = await FlushAsync(batch) ? 0 : failures + 1;
            }
        }
        catch (OperationCanceledException)
        {
            // Confirmations from before the stop are still worth writing: they save deliveries.
            await FlushAsync(batch);
        }
    }

    /// <returns>False after an error.</returns>
    private async Task<bool> FlushAsync(List<QueuedJob> batch)
    {
        while (true)
        {
            batch.Clear();
            while (batch.Count < MaxBatch && confirmed.Reader.TryRead(out var jobs))
                batch.AddRange(jobs);
            if (batch.Count == 0)
                return true;

            try
            {
                var now = storeClock.Now;
                await store.MarkQueuedAsync(batch, now, options.Value.RedeliveryDelay, CancellationToken.None);
            }
            catch (StoreUnavailableException error)
            {
                Log.MarkFailed(logger, batch.Count, error.Message);
            }
#pragma warning disable CA1031 // Confirmations only save deliveries: an error that loses some must not end the process.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.MarkBroken(logger, batch.Count, error);
                return false;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "Could not mark {Count} jobs as queued, so they may be delivered twice: {Reason}")]
        public static partial void MarkFailed(ILogger logger, int count, string reason);

        [LoggerMessage(2, LogLevel.Error, "Marking {Count} jobs as queued failed, so they may be delivered twice")]
        public static partial void MarkBroken(ILogger logger, int count, Exception error);
    }
}
