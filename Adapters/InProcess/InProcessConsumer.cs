using System.Diagnostics;
using System.Threading.Channels;
using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adapters.InProcess;

/// <summary>
/// Runs what is on the in-process queue: for each kind as many jobs at once as its bound allows. A shutdown waits for
/// the jobs in work, then has them put back; what is still on the queue stays in the store for the next start.
/// </summary>
internal sealed partial class InProcessConsumer(
    InProcessQueue queue,
    JobConsumer consumer,
    JobHandlers handlers,
    IOutboxStore store,
    IOptions<JobsOptions> options,
    TimeProvider clock,
    ILogger<InProcessConsumer> logger) : BackgroundService, IHostedLifecycleService
{
    public const string System = "in_process";

    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    // Before anything of this process is started: the queue is empty, and every open job is a dead process's.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var released = await store.ReleaseAllAsync(clock.GetUtcNow(), cancellationToken);
        if (released > 0)
            Log.Released(logger, released);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var drain = stoppingToken.Register(() => giveUp.CancelAfter(options.Value.DrainTimeout));
        await Task.WhenAll(handlers.Kinds.SelectMany(
            kind => Enumerable.Range(0, kind.MaxInFlight(options.Value)).Select(
                _ => WorkAsync(kind, queue.Reader(kind), stoppingToken, giveUp.Token))));
    }

    private async Task WorkAsync(
        JobKind kind, ChannelReader<JobMessage> messages, CancellationToken stopping, CancellationToken giveUp)
    {
        try
        {
            await foreach (var message in messages.ReadAllAsync(stopping))
                await ConsumeAsync(kind, message, stopping, giveUp);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The rest of the queue is in the store.
        }
    }

    private async Task ConsumeAsync(
        JobKind kind, JobMessage message, CancellationToken stopping, CancellationToken giveUp)
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
                await consumer.ConsumeAsync(JobMessageJson.Write(message), message.TraceParent, origin, giveUp);
                return;
            }
            catch (StoreUnavailableException error)
            {
                // Without the store there is nothing else to do either; the message is kept until it answers.
                activity?.SetStatus(ActivityStatusCode.Error, error.Message);
                Log.StoreAway(logger, message.JobId, error.Message);
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A bug must not cost this worker its life; the relay has the job.
            catch (Exception error)
#pragma warning restore CA1031
            {
                activity?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
                Log.Failed(logger, message.JobId, error);
                return;
            }

            await Task.Delay(StorePause, clock, stopping);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Took up {Count} jobs that an earlier process left unfinished")]
        public static partial void Released(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Warning, "Job {JobId} waits for the store: {Reason}")]
        public static partial void StoreAway(ILogger logger, JobId jobId, string reason);

        [LoggerMessage(3, LogLevel.Error, "Job {JobId} could not be run; the relay will deliver it again")]
        public static partial void Failed(ILogger logger, JobId jobId, Exception error);
    }
}
