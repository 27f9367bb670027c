using Jobs.Queues;
using Simulation.Judging;

namespace Simulation.Queues;

/// <summary>Lets the judge see what is published, on any queue.</summary>
internal sealed class WatchedQueue(IJobQueue queue, Journal journal) : IJobQueue
{
    public Task<IReadOnlyList<bool>> PublishAsync(
        IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
            journal.Sent(message.JobId);
        return queue.PublishAsync(messages, cancellationToken);
    }
}
