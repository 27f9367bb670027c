namespace Jobs.Queues;

/// <summary>
/// The transport of jobs: delivers each message at least once to one worker, or loses it; the relay covers the loss.
/// </summary>
public interface IJobQueue
{
    /// <summary>Puts messages on the queue and returns once it is known of each whether the queue has it.</summary>
    /// <returns>
    /// For each message, in order, whether the queue confirmed it. An unconfirmed message may have arrived all the
    /// same.
    /// </returns>
    /// <remarks>Does not throw for what the broker or the network does; only for cancellation.</remarks>
    Task<IReadOnlyList<bool>> PublishAsync(IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken);
}
