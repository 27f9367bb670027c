using System.Diagnostics;
using System.Threading.Channels;
using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Starting;
using Jobs.Stores;
using Jobs.Telemetry;
using Jobs.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.InProcess;

/// <summary>
/// Runs the jobs on the in-process queue, up to the limit of each kind at once. A shutdown waits for the jobs in flight
/// and then puts them back; jobs still on the queue stay in the store until the next start.
/// </summary>
internal sealed partial class InProcessConsumer(
    InProcessQueue queue,
    JobConsumer consumer,
    JobHandlers handlers,
    IOutboxStore store,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    StoreClock storeClock,
    ILogger<InProcessConsumer> logger,
    StoreOwner? owner = null) : BackgroundService, IHostedLifecycleService
{
    public const string System = "in_process";

    private static readonly TimeSpan StoreRetryDelay = TimeSpan.FromSeconds(1);

    // Before anything in this process starts: the queue is empty, and every open job belongs to a dead process.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (owner is not null)
            await owner.TakeAsync(cancellationToken);
        var released = await store.ReleaseAllAsync(storeClock.Now, cancellationToken);
        if (released > 0)
            Log.Released(logger, released);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandoning = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var drain = stoppingToken.Register(() => abandoning.CancelAfter(options.Value.DrainTimeout));
        await Task.WhenAll(handlers.Kinds.SelectMany(
            kind => Enumerable.Range(0, kind.MaxInFlight(options.Value)).Select(
                _ => WorkAsync(kind, queue.Reader(kind), stoppingToken, abandoning.Token))));
    }

    private async Task WorkAsync(
        JobKind kind, ChannelReader<JobMessage> messages, CancellationToken stopping, CancellationToken abandoning)
    {
        try
        {
            while (await messages.WaitToReadAsync(stopping))
            {
                while (messages.TryRead(out var message))
                    await ConsumeAsync(kind, message, stopping, abandoning);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The store has the rest of the queue.
        }
    }

    private async Task ConsumeAsync(
        JobKind kind, JobMessage message, CancellationToken stopping, CancellationToken abandoning)
    {
        var origin = $"{kind.Topic} in this process";
        while (!stopping.IsCancellationRequested)
        {
            using var activity = JobsTelemetry.Source.StartActivity(
                $"process {kind.Topic}", ActivityKind.Consumer, message.TraceParent);
            activity?.SetTag("messaging.system", System)
                .SetTag("messaging.operation.name", "process")
                .SetTag("messaging.operation.type", "process")
                .SetTag("messaging.destination.name", kind.Topic)
                .SetTag("messaging.message.id", message.JobId.ToString());
            try
            {
                await consumer.ConsumeAsync(JobMessageJson.Write(message), message.TraceParent, origin, abandoning);
                return;
            }
            catch (StoreUnavailableException error)
            {
                // No other job could run without the store either; keep the message until it responds.
                activity?.SetStatus(ActivityStatusCode.Error, error.Message);
                Log.StoreUnavailable(logger, message.JobId, error.Message);
            }
            catch (OperationCanceledException) when (abandoning.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A bug must not end this worker; the outbox relay publishes the job again.
            catch (Exception error)
#pragma warning restore CA1031
            {
                activity?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
                Log.Failed(logger, message.JobId, error);
                return;
            }

            await Task.Delay(StoreRetryDelay, clock, stopping);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Released {Count} jobs that an earlier process left unfinished")]
        public static partial void Released(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "Job {JobId} waits for the store: {Reason}")]
        public static partial void StoreUnavailable(ILogger logger, JobId jobId, string reason);

        [LoggerMessage(3, LogLevel.Error, "Job {JobId} could not be run; the outbox relay will publish it again")]
        public static partial void Failed(ILogger logger, JobId jobId, Exception error);
    }
}
