using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;

namespace Gateway.Api.Direct;

/// <summary>Runs jobs in this process, for a gateway that is its own worker.</summary>
internal sealed partial class InProcessDirectTransport(
    JobRunner runner, IHostApplicationLifetime lifetime, ILogger<InProcessDirectTransport> logger) : IDirectTransport
{
    public async Task RunAsync(JobMessage message, CancellationToken cancellationToken)
    {
        try
        {
            // A caller that disconnects does not stop an attempt that has started.
            cancellationToken.ThrowIfCancellationRequested();
            await runner.RunAsync(message, "http", lifetime.ApplicationStopping);
        }
        catch (StoreUnavailableException error)
        {
            Log.LeftToRelay(logger, message.JobId, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Job {JobId} is left to the outbox relay: {Reason}")]
        public static partial void LeftToRelay(ILogger logger, JobId jobId, string reason);
    }
}
