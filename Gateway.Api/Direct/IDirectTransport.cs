using Jobs.Queues;

namespace Gateway.Api.Direct;

/// <summary>The way past the queue: straight to whoever runs jobs.</summary>
internal interface IDirectTransport
{
    /// <summary>
    /// Runs one attempt of a stored job and returns when it has ended, however it ended. What is not done then
    /// (the worker was away, the attempt failed for now) is the relay's.
    /// </summary>
    Task RunAsync(JobMessage message, CancellationToken cancellationToken);
}
