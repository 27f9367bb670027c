namespace Jobs.Queues;

/// <summary>
/// The transport of jobs: delivers each message at least once to one worker, or loses it; the outbox relay covers the
/// loss.
/// </summary>
public interface IJobQueue
{
    /// <summary>Publishes messages and returns once each is confirmed or failed.</summary>
    /// <returns>
    /// True for each confirmed message, in order. An unconfirmed message may have arrived all the same.
    /// </returns>
    /// <remarks>Throws only for cancellation, never for broker or network errors.</remarks>
    Task<IReadOnlyList<bool>> PublishAsync(IReadOnlyList<JobMessage> messages, CancellationToken cancellationToken);
}
