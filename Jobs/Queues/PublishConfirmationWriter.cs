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
        try
        {
            while (await confirmed.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(GatherTime, clock, stoppingToken);
                await FlushAsync(batch);
            }
        }
        catch (OperationCanceledException)
        {
            // Confirmations from before the stop are still worth writing: they save deliveries.
            await FlushAsync(batch);
        }
    }

    private async Task FlushAsync(List<QueuedJob> batch)
    {
        while (true)
        {
            batch.Clear();
            while (batch.Count < MaxBatch && confirmed.Reader.TryRead(out var jobs))
                batch.AddRange(jobs);
            if (batch.Count == 0)
                return;

            try
            {
                var now = storeClock.Now;
                await store.MarkQueuedAsync(batch, now, options.Value.RedeliveryDelay, CancellationToken.None);
            }
            catch (StoreUnavailableException error)
            {
                Log.MarkFailed(logger, batch.Count, error.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "Could not mark {Count} jobs as queued, so they may be delivered twice: {Reason}")]
        public static partial void MarkFailed(ILogger logger, int count, string reason);
    }
}
