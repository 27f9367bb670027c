using Jobs.Queues;

namespace Gateway.Api.Direct;

/// <summary>Sends jobs directly to a worker, bypassing the queue.</summary>
internal interface IDirectTransport
{
    /// <summary>
    /// Runs one attempt of a stored job and returns when it has ended, successfully or not. The outbox relay publishes
    /// the job if it is still open.
    /// </summary>
    Task RunAsync(JobMessage message, CancellationToken cancellationToken);
}
