using Jobs;
using Jobs.Queues;
using Jobs.Running;
using Jobs.Stores;

namespace Gateway.Api.Direct;

/// <summary>Runs the job here: for a gateway that is its own worker.</summary>
internal sealed partial class InProcessDirectTransport(
    JobRunner runner, IHostApplicationLifetime lifetime, ILogger<InProcessDirectTransport> logger) : IDirectTransport
{
    public async Task RunAsync(JobMessage message, CancellationToken cancellationToken)
    {
        try
        {
            // A caller who goes away does not stop the work that has begun.
            cancellationToken.ThrowIfCancellationRequested();
            await runner.RunAsync(message, "http", lifetime.ApplicationStopping);
        }
        catch (StoreUnavailableException error)
        {
            Log.LeftToTheRelay(logger, message.JobId, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Job {JobId} is left to the relay: {Reason}")]
        public static partial void LeftToTheRelay(ILogger logger, JobId jobId, string reason);
    }
}
